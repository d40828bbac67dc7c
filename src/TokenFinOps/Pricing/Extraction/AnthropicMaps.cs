using static TokenFinOps.Pricing.Extraction.UsageMapping;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>Anthropic's formats. The input on the wire excludes what was read from and written to the cache; the three are added up.</summary>
internal static class AnthropicMaps
{
    /// <summary>Gets Anthropic's OpenAI-compatible format.</summary>
    public static ExtractionMap OpenAiCompatible { get; } =
        OpenAiMaps.ChatOf("chat", Optional("cached_tokens", UsageKind.CacheReadTokens), OpenAiMaps.Reasoning);

    /// <summary>Gets the first event of a Messages stream, which wraps the message.</summary>
    public static ExtractionMap MessageStart { get; } = Messages("message_start") with { Root = "message.usage", Model = "message.model" };

    /// <summary>Makes the Messages format, as Anthropic itself answers.</summary>
    public static ExtractionMap Messages(string flavor) => new(
        flavor,
        "usage",
        [
            .. WithoutLifetimes(flavor).Mappings,
            Optional("cache_creation.ephemeral_5m_input_tokens", UsageKind.CacheWrite5mTokens),
            Optional("cache_creation.ephemeral_1h_input_tokens", UsageKind.CacheWrite1hTokens),
            Optional("server_tool_use.web_search_requests", UsageKind.WebSearches),
            Optional("output_tokens_details.thinking_tokens", UsageKind.OutputReasoningTokens),
        ]);

    /// <summary>Makes the Messages format as resellers bill it: all cache writes alike, nothing but tokens.</summary>
    public static ExtractionMap WithoutLifetimes(string flavor) => new(
        flavor,
        "usage",
        [
            Required("input_tokens", UsageKind.InputTokens),
            Optional("cache_creation_input_tokens", UsageKind.InputTokens),
            Optional("cache_read_input_tokens", UsageKind.InputTokens),
            Optional("cache_creation_input_tokens", UsageKind.CacheWriteTokens),
            Optional("cache_read_input_tokens", UsageKind.CacheReadTokens),
            Required("output_tokens", UsageKind.OutputTokens),
        ]);
}
