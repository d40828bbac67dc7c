using static TokenFinOps.Pricing.Extraction.UsageMapping;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>OpenAI's formats, and those of the many that follow them. Cached and audio tokens are counted within the input, reasoning within the output.</summary>
internal static class OpenAiMaps
{
    public static UsageMapping Cached { get; } = Optional("prompt_tokens_details.cached_tokens", UsageKind.CacheReadTokens);

    public static UsageMapping CacheWritten { get; } = Optional("prompt_tokens_details.cache_write_tokens", UsageKind.CacheWriteTokens);

    public static UsageMapping AudioIn { get; } = Optional("prompt_tokens_details.audio_tokens", UsageKind.InputAudioTokens);

    public static UsageMapping AudioOut { get; } = Optional("completion_tokens_details.audio_tokens", UsageKind.OutputAudioTokens);

    public static UsageMapping Reasoning { get; } = Optional("completion_tokens_details.reasoning_tokens", UsageKind.OutputReasoningTokens);

    public static UsageMapping ResponsesCached { get; } = Optional("input_tokens_details.cached_tokens", UsageKind.CacheReadTokens);

    public static UsageMapping ResponsesCacheWritten { get; } = Optional("input_tokens_details.cache_write_tokens", UsageKind.CacheWriteTokens);

    public static UsageMapping ResponsesReasoning { get; } = Optional("output_tokens_details.reasoning_tokens", UsageKind.OutputReasoningTokens);

    public static ExtractionMap ChatWithoutCacheWrites { get; } = ChatOf("chat", Cached, AudioIn, AudioOut, Reasoning);

    public static ExtractionMap Responses { get; } = ResponsesOf(ResponsesCached, ResponsesCacheWritten, ResponsesReasoning);

    public static ExtractionMap ResponsesWithoutCacheWrites { get; } = ResponsesOf(ResponsesCached, ResponsesReasoning);

    /// <summary>Gets the last event of a Responses stream, which wraps the response. What it always details tells it from an event of the Realtime API.</summary>
    public static ExtractionMap ResponsesEvent { get; } =
        ResponsesOf(ResponsesCached with { IsRequired = true }, ResponsesCacheWritten, ResponsesReasoning) with
        {
            Flavor = "responses_event",
            Root = "response.usage",
            Model = "response.model",
        };

    public static ExtractionMap Embeddings { get; } = new("embeddings", "usage", [Required("prompt_tokens", UsageKind.InputTokens)]);

    /// <summary>Gets the format of embedding and rerank services that report one total: Voyage AI, Jina AI.</summary>
    public static ExtractionMap TotalOnly { get; } = new("total_only", "usage", [Required("total_tokens", UsageKind.InputTokens)]);

    public static ExtractionMap Images { get; } = new(
        "images",
        "usage",
        [
            Required("input_tokens", UsageKind.InputTokens),
            Required("input_tokens_details.text_tokens", UsageKind.InputTextTokens),
            Required("input_tokens_details.image_tokens", UsageKind.InputImageTokens),
            Required("output_tokens", UsageKind.OutputTokens),
            Optional("output_tokens_details.text_tokens", UsageKind.OutputTextTokens),
            Optional("output_tokens_details.image_tokens", UsageKind.OutputImageTokens),
        ]);

    public static ExtractionMap Realtime { get; } = new(
        "realtime",
        "response.usage",
        [
            Optional("input_tokens", UsageKind.InputTokens),
            Optional("input_token_details.text_tokens", UsageKind.InputTextTokens),
            Optional("input_token_details.audio_tokens", UsageKind.InputAudioTokens),
            Optional("input_token_details.image_tokens", UsageKind.InputImageTokens),
            Optional("input_token_details.cached_tokens", UsageKind.CacheReadTokens),
            Optional("input_token_details.cached_tokens_details.text_tokens", UsageKind.CacheTextReadTokens),
            Optional("input_token_details.cached_tokens_details.audio_tokens", UsageKind.CacheAudioReadTokens),
            Optional("input_token_details.cached_tokens_details.image_tokens", UsageKind.CacheImageReadTokens),
            Optional("output_token_details.text_tokens", UsageKind.OutputTextTokens),
            Optional("output_token_details.audio_tokens", UsageKind.OutputAudioTokens),
            Optional("output_tokens", UsageKind.OutputTokens),
        ]);

    /// <summary>Gets the last chunk of a Groq stream.</summary>
    public static ExtractionMap GroqStream { get; } = ChatWithoutCacheWrites with { Flavor = "stream", Root = "x_groq.usage" };

    /// <summary>Gets Perplexity's format, which counts reasoning and citations beside the completion.</summary>
    public static ExtractionMap Perplexity { get; } = ChatOf(
        ProviderMaps.DefaultFlavor,
        Optional("reasoning_tokens", UsageKind.OutputTokens),
        Optional("reasoning_tokens", UsageKind.OutputReasoningTokens),
        Optional("citation_tokens", UsageKind.OutputTokens),
        Optional("citation_tokens", UsageKind.OutputCitationTokens),
        Optional("num_search_queries", UsageKind.WebSearches));

    /// <summary>Gets the format of xAI's own SDK, which counts reasoning beside the completion.</summary>
    public static ExtractionMap XaiSdk { get; } = ChatOf(
        ProviderMaps.DefaultFlavor,
        Optional("cached_prompt_text_tokens", UsageKind.CacheReadTokens),
        Optional("reasoning_tokens", UsageKind.OutputTokens),
        Optional("reasoning_tokens", UsageKind.OutputReasoningTokens));

    /// <summary>Gets xAI's chat completions, which count reasoning beside the completion, unlike OpenAI's.</summary>
    public static ExtractionMap XaiChat { get; } = ChatOf(
        "chat",
        Cached,
        AudioOut,
        Optional("completion_tokens_details.reasoning_tokens", UsageKind.OutputTokens),
        Reasoning);

    public static ExtractionMap Chat(string flavor) => ChatOf(flavor, Cached, CacheWritten, AudioIn, AudioOut, Reasoning);

    public static ExtractionMap ChatOf(string flavor, params ReadOnlySpan<UsageMapping> details) => new(
        flavor,
        "usage",
        [Required("prompt_tokens", UsageKind.InputTokens), .. details, Required("completion_tokens", UsageKind.OutputTokens)]);

    public static ExtractionMap ResponsesOf(params ReadOnlySpan<UsageMapping> details) => new(
        "responses",
        "usage",
        [Required("input_tokens", UsageKind.InputTokens), .. details, Required("output_tokens", UsageKind.OutputTokens)]);
}
