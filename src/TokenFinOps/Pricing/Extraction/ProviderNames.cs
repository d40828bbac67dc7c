namespace TokenFinOps.Pricing.Extraction;

/// <summary>Finds the id of a provider from the names that clients, gateways and telemetry give it.</summary>
internal static class ProviderNames
{
    // The first match wins: resellers stand before the vendors whose names they carry ("azure.ai.openai", "vertex_ai-anthropic").
    private static readonly (string Part, string Id)[] Known =
    [
        ("openrouter", "openrouter"),
        ("azure", "azure"),
        ("az.ai", "azure"),
        ("bedrock", "aws"),
        ("amazon", "aws"),
        ("aws", "aws"),
        ("vertex", "google"),
        ("gemini", "google"),
        ("google", "google"),
        ("gcp", "google"),
        ("anthropic", "anthropic"),
        ("claude", "anthropic"),
        ("mistral", "mistral"),
        ("groq", "groq"),
        ("x-ai", "x-ai"),
        ("x_ai", "x-ai"),
        ("x.ai", "x-ai"),
        ("xai", "x-ai"),
        ("grok", "x-ai"),
        ("deepseek", "deepseek"),
        ("cerebras", "cerebras"),
        ("cohere", "cohere"),
        ("doubleword", "doubleword"),
        ("fireworks", "fireworks"),
        ("minimax", "minimax"),
        ("modal", "modal"),
        ("moonshot", "moonshotai"),
        ("ovh", "ovhcloud"),
        ("perplexity", "perplexity"),
        ("together", "together"),
        ("voyage", "voyageai"),
        ("zhipu", "zhipuai"),
        ("bigmodel", "zhipuai"),
        ("z.ai", "zai"),
        ("zai", "zai"),
        ("ollama", "ollama"),
        ("openai", "openai"),
    ];

    /// <summary>Gets the id, or the name in lower case when it is unknown.</summary>
    public static string Canonical(string name)
    {
        string lower = name.Trim().ToLowerInvariant();
        if (!ProviderMaps.Of(lower).IsEmpty)
        {
            return lower;
        }

        // Hugging Face routes to many providers and answers in one format.
        if (lower.Contains("huggingface", StringComparison.Ordinal))
        {
            return "huggingface";
        }

        foreach ((string part, string id) in Known)
        {
            if (lower.Contains(part, StringComparison.Ordinal))
            {
                return id;
            }
        }

        return lower;
    }
}
