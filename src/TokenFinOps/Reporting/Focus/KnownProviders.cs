using System.Collections.Frozen;

namespace TokenFinOps.Reporting.Focus;

/// <summary>The names of the providers that the shipped catalogue prices.</summary>
internal static class KnownProviders
{
    private const string Unknown = "Unknown";

    private static readonly FrozenDictionary<string, FocusProvider> ById = new (string Id, FocusProvider Provider)[]
    {
        ("anthropic", Maker("Anthropic")),
        ("avian", new("Avian")),
        ("aws", new("AWS") { ServiceName = "Amazon Bedrock" }),
        ("azure", new("Microsoft") { ServiceName = "Azure AI Foundry" }),
        ("cerebras", new("Cerebras")),
        ("cohere", Maker("Cohere")),
        ("deepseek", Maker("DeepSeek")),
        ("doubleword", new("Doubleword")),
        ("fireworks", new("Fireworks AI")),
        ("google", new("Google") { ServiceName = "Google Gemini API" }),
        ("groq", new("Groq")),
        ("huggingface", new("Hugging Face")),
        ("minimax", Maker("MiniMax")),
        ("mistral", Maker("Mistral AI")),
        ("modal", new("Modal")),
        ("moonshotai", Maker("Moonshot AI")),
        ("novita", new("Novita AI")),
        ("openai", Maker("OpenAI")),
        ("openrouter", new("OpenRouter")),
        ("ovhcloud", new("OVHcloud")),
        ("perplexity", new("Perplexity")),
        ("together", new("Together AI")),
        ("voyageai", Maker("Voyage AI")),
        ("x-ai", Maker("xAI")),
        ("zai", Maker("Z.ai")),
        ("zhipuai", Maker("Zhipu AI")),
    }
        .ToFrozenDictionary(static known => known.Id, static known => known.Provider, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a provider; one that is not known goes by its id.</summary>
    public static FocusProvider Find(string? id) =>
        string.IsNullOrWhiteSpace(id) ? new FocusProvider(Unknown)
        : ById.GetValueOrDefault(id) ?? (id.StartsWith("huggingface_", StringComparison.OrdinalIgnoreCase) ? ById["huggingface"] : new FocusProvider(id));

    private static FocusProvider Maker(string name) => new(name) { Developer = name };
}
