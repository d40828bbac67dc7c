using static TokenFinOps.Pricing.Extraction.UsageMapping;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>The format of Amazon Bedrock's Converse API. The input on the wire excludes what was read from and written to the cache.</summary>
internal static class BedrockMaps
{
    public static ExtractionMap Converse(string flavor) => new(
        flavor,
        "usage",
        [
            Required("inputTokens", UsageKind.InputTokens),
            Optional("cacheReadInputTokens", UsageKind.InputTokens),
            Optional("cacheWriteInputTokens", UsageKind.InputTokens),
            Optional("cacheReadInputTokens", UsageKind.CacheReadTokens),
            Optional("cacheWriteInputTokens", UsageKind.CacheWriteTokens),
            Required("outputTokens", UsageKind.OutputTokens),
        ]);
}
