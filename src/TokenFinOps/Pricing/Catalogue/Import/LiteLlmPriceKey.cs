using System.Collections.Frozen;
using System.Globalization;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>What a cost key of LiteLLM prices, e.g. <c>cache_read_input_token_cost_above_200k_tokens_priority</c>.</summary>
/// <param name="Kind">The priced kind.</param>
/// <param name="Per">How many units a rate is quoted for; LiteLLM quotes one unit.</param>
/// <param name="Tier">The service tier.</param>
/// <param name="Threshold">The context from which on the price applies; zero for the base price.</param>
internal readonly record struct LiteLlmPriceKey(UsageKind Kind, int Per, ServiceTier Tier, long Threshold)
{
    private const string Above = "_above_";

    private static readonly FrozenDictionary<string, UsageKind> Stems = new Dictionary<string, UsageKind>
    {
        ["input_cost_per_token"] = UsageKind.InputTokens,
        ["output_cost_per_token"] = UsageKind.OutputTokens,
        ["cache_read_input_token_cost"] = UsageKind.CacheReadTokens,
        ["input_cost_per_token_cache_hit"] = UsageKind.CacheReadTokens,
        ["cache_creation_input_token_cost"] = UsageKind.CacheWriteTokens,
        ["cache_creation_input_token_cost_above_1hr"] = UsageKind.CacheWrite1hTokens,
        ["cache_read_input_audio_token_cost"] = UsageKind.CacheAudioReadTokens,
        ["cache_read_input_image_token_cost"] = UsageKind.CacheImageReadTokens,
        ["cache_read_input_video_token_cost"] = UsageKind.CacheVideoReadTokens,
        ["cache_creation_input_audio_token_cost"] = UsageKind.CacheAudioWriteTokens,
        ["cache_creation_input_image_token_cost"] = UsageKind.CacheImageWriteTokens,
        ["output_cost_per_reasoning_token"] = UsageKind.OutputReasoningTokens,
        ["citation_cost_per_token"] = UsageKind.OutputCitationTokens,
        ["input_cost_per_audio_token"] = UsageKind.InputAudioTokens,
        ["output_cost_per_audio_token"] = UsageKind.OutputAudioTokens,
        ["input_cost_per_image_token"] = UsageKind.InputImageTokens,
        ["output_cost_per_image_token"] = UsageKind.OutputImageTokens,
        ["input_cost_per_video_token"] = UsageKind.InputVideoTokens,
        ["output_cost_per_video_token"] = UsageKind.OutputVideoTokens,
        ["input_cost_per_character"] = UsageKind.InputCharacters,
        ["output_cost_per_character"] = UsageKind.OutputCharacters,
        ["input_cost_per_image"] = UsageKind.InputImages,
        ["output_cost_per_image"] = UsageKind.OutputImages,
        ["input_cost_per_pixel"] = UsageKind.InputPixels,
        ["input_cost_per_audio_per_second"] = UsageKind.InputAudioSeconds,
        ["output_cost_per_audio_per_second"] = UsageKind.OutputAudioSeconds,
        ["output_cost_per_video_per_second"] = UsageKind.OutputVideoSeconds,
        ["input_cost_per_request"] = UsageKind.Requests,
        ["annotation_cost_per_page"] = UsageKind.InputAnnotatedDocumentPages,
        ["ocr_cost_per_page"] = UsageKind.InputDocumentPages,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Suffix, ServiceTier Tier)[] TierSuffixes =
    [
        ("_priority", ServiceTier.Priority),
        ("_flex", ServiceTier.Flex),
        ("_batches", ServiceTier.Batch),
        ("_batch_requests", ServiceTier.Batch),
        ("_ultrafast", ServiceTier.Of("ultrafast")),
        ("_fast", ServiceTier.Of("fast")),
    ];

    /// <summary>Finds out whether a key has to do with money at all.</summary>
    public static bool IsAboutCost(string key) =>
        key.Contains("cost", StringComparison.Ordinal)
        || key.Contains("multiplier", StringComparison.Ordinal)
        || key.Contains("price", StringComparison.Ordinal)
        || key.Contains("pricing", StringComparison.Ordinal)
        || key is "provider_specific_entry" or "web_search_billing_unit";

    public static bool TryParse(string key, string? mode, out LiteLlmPriceKey parsed)
    {
        string stem = key;
        ServiceTier tier = TakeTier(ref stem);
        long threshold = TakeThreshold(ref stem);
        if (tier.IsStandard)
        {
            tier = TakeTier(ref stem);
        }

        if (threshold < 0 || KindOf(stem, mode) is not { } kind)
        {
            parsed = default;
            return false;
        }

        // Seconds stay at one unit: 3,600 times a price is not always exact.
        parsed = new LiteLlmPriceKey(kind, kind.QuotedPer() == 3_600 ? 1 : kind.QuotedPer(), tier, threshold);
        return true;
    }

    private static UsageKind? KindOf(string stem, string? mode) => stem switch
    {
        "input_cost_per_pixel" when mode is "image_generation" or "image_edit" => null,
        "input_cost_per_query" => mode == "search" ? UsageKind.WebSearches : UsageKind.RerankSearches,
        "input_cost_per_second" when mode == "audio_transcription" => UsageKind.InputAudioSeconds,
        "output_cost_per_second" when mode == "audio_transcription" => UsageKind.InputAudioSeconds,
        "output_cost_per_second" when mode == "audio_speech" => UsageKind.OutputAudioSeconds,
        "output_cost_per_second" when mode == "video_generation" => UsageKind.OutputVideoSeconds,
        _ => Stems.TryGetValue(stem, out UsageKind kind) ? kind : null,
    };

    private static ServiceTier TakeTier(ref string stem)
    {
        foreach ((string suffix, ServiceTier tier) in TierSuffixes)
        {
            if (stem.EndsWith(suffix, StringComparison.Ordinal))
            {
                stem = stem[..^suffix.Length];
                return tier;
            }
        }

        return ServiceTier.Standard;
    }

    // Numerically, whatever the number: "128k", "272k", "1m", "500000". Negative when it is no number of tokens.
    private static long TakeThreshold(ref string stem)
    {
        int at = stem.LastIndexOf(Above, StringComparison.Ordinal);
        if (at < 0 || !stem.EndsWith("_tokens", StringComparison.Ordinal))
        {
            return 0;
        }

        ReadOnlySpan<char> number = stem.AsSpan(at + Above.Length, stem.Length - at - Above.Length - "_tokens".Length);
        long scale = number.EndsWith("k", StringComparison.Ordinal) ? 1_000 : number.EndsWith("m", StringComparison.Ordinal) ? 1_000_000 : 1;
        if (!long.TryParse(scale == 1 ? number : number[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count is <= 0 or > 1_000_000_000_000)
        {
            return -1;
        }

        stem = stem[..at];
        return count * scale;
    }
}
