using static TokenFinOps.Pricing.Extraction.UsageMapping;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>Cohere's formats. It bills other counts than it processes; the billed ones are the default.</summary>
internal static class CohereMaps
{
    public static ExtractionMap Tokens { get; } = new(
        "tokens",
        "usage",
        [
            Optional("tokens.input_tokens", UsageKind.InputTokens),
            Optional("tokens.output_tokens", UsageKind.OutputTokens),
            Optional("cached_tokens", UsageKind.CacheReadTokens),
        ]);

    public static ExtractionMap Embeddings { get; } = new("embeddings", "meta.billed_units", [Required("input_tokens", UsageKind.InputTokens)]);

    public static ExtractionMap Chat(string flavor) => new(
        flavor,
        "usage.billed_units",
        [Required("input_tokens", UsageKind.InputTokens), Required("output_tokens", UsageKind.OutputTokens)]);
}
