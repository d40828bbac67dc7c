namespace QuickStart.Server;

/// <summary>A model that the loopback server pretends to run.</summary>
/// <param name="Name">The name that a request asks for.</param>
/// <param name="ServedName">The dated name that the response carries, as real servers answer.</param>
/// <param name="ContextWindow">The most tokens that prompt and answer may have together.</param>
/// <param name="Reasons">Whether the model thinks before it answers, in tokens that are billed and not shown.</param>
/// <param name="Dimensions">The length of its vectors when it is an embedding model, else zero.</param>
internal sealed record ServedModel(string Name, string ServedName, int ContextWindow, bool Reasons = false, int Dimensions = 0)
{
    /// <summary>Gets the models with public prices, and one private model without.</summary>
    public static IReadOnlyList<ServedModel> All { get; } =
    [
        new("gpt-5.5", "gpt-5.5-2026-04-23", 1_000_000, Reasons: true),
        new("gpt-5-mini", "gpt-5-mini-2025-08-07", 400_000, Reasons: true),
        new("gpt-5-nano", "gpt-5-nano-2025-08-07", 400_000, Reasons: true),
        new("gpt-4o-mini", "gpt-4o-mini-2024-07-18", 128_000),
        new(PrivateName, PrivateName, 4_096),
        new("text-embedding-3-small", "text-embedding-3-small", 8_192, Dimensions: 1_536),
    ];

    /// <summary>The model that nobody publishes a price for.</summary>
    public const string PrivateName = "atlas-7b-chat";

    /// <summary>Finds the model that a request names, by its plain or its dated name.</summary>
    public static ServedModel Find(string name, bool embeds) =>
        All.FirstOrDefault(model => (model.Name == name || model.ServedName == name) && model.Dimensions > 0 == embeds)
        ?? throw ApiException.ModelNotFound(name);
}
