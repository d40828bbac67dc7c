using static TokenFinOps.Pricing.Extraction.UsageMapping;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>Ollama's native format (Ollama's API reference): counts at the top of the body, the prompt's left out when it was cached.</summary>
internal static class OllamaMaps
{
    public static ExtractionMap Generate(string flavor) => new(
        flavor,
        string.Empty,
        [Optional("prompt_eval_count", UsageKind.InputTokens), Optional("eval_count", UsageKind.OutputTokens)]);
}
