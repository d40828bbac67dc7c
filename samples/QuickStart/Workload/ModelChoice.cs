using QuickStart.Server;

namespace QuickStart.Workload;

/// <summary>Which model each kind of work asks for.</summary>
/// <param name="Frontier">For hard work.</param>
/// <param name="Standard">For most work.</param>
/// <param name="Small">For sorting and short texts.</param>
/// <param name="Classic">For work that needs no reasoning.</param>
/// <param name="Embedding">For search, or <see langword="null"/> to search by words instead.</param>
internal sealed record ModelChoice(string Frontier, string Standard, string Small, string Classic, string? Embedding)
{
    /// <summary>Gets the models that the loopback server serves.</summary>
    public static ModelChoice Loopback { get; } = new("gpt-5.5", "gpt-5-mini", "gpt-5-nano", "gpt-4o-mini", "text-embedding-3-small");

    /// <summary>Gets a value indicating whether the private model and the deliberate mistakes can be tried: only where they cost nothing.</summary>
    public bool IsLoopback => ReferenceEquals(this, Loopback);

    /// <summary>Gets the model that nobody publishes a price for.</summary>
    public static string Private => ServedModel.PrivateName;

    /// <summary>Uses one model for everything.</summary>
    public static ModelChoice Only(string model, string? embedding) => new(model, model, model, model, embedding);
}
