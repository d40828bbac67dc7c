using System.Diagnostics.CodeAnalysis;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Which <see cref="UsageKind"/> a key of <c>UsageDetails.AdditionalCounts</c> means, for counts that have no property of their own.</summary>
/// <remarks>
/// M.E.AI has no property for cache writes, and adapters disagree on the key (dotnet/extensions#7101, #7625). Keys are compared without regard to case.
/// Change it before the first call; reading it is thread-safe.
/// </remarks>
public sealed class UsageKeyMap
{
    private readonly Dictionary<string, UsageKind> _kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CacheCreationInputTokens"] = UsageKind.CacheWriteTokens,
        ["CacheCreationInputTokenCount"] = UsageKind.CacheWriteTokens,
        ["cache_creation_input_tokens"] = UsageKind.CacheWriteTokens,
        ["CacheWriteInputTokens"] = UsageKind.CacheWriteTokens,
        ["CacheWriteInputTokenCount"] = UsageKind.CacheWriteTokens,
        ["CacheWriteTokens"] = UsageKind.CacheWriteTokens,
        ["cache_write_tokens"] = UsageKind.CacheWriteTokens,
        ["InputTokenDetails.CacheWriteTokenCount"] = UsageKind.CacheWriteTokens,
        ["InputTokenDetails.CacheCreationTokenCount"] = UsageKind.CacheWriteTokens,
        ["CacheCreation.Ephemeral5mInputTokens"] = UsageKind.CacheWrite5mTokens,
        ["cache_creation.ephemeral_5m_input_tokens"] = UsageKind.CacheWrite5mTokens,
        ["ephemeral_5m_input_tokens"] = UsageKind.CacheWrite5mTokens,
        ["CacheCreation.Ephemeral1hInputTokens"] = UsageKind.CacheWrite1hTokens,
        ["cache_creation.ephemeral_1h_input_tokens"] = UsageKind.CacheWrite1hTokens,
        ["ephemeral_1h_input_tokens"] = UsageKind.CacheWrite1hTokens,
        ["CacheReadInputTokens"] = UsageKind.CacheReadTokens,
        ["cache_read_input_tokens"] = UsageKind.CacheReadTokens,
        ["InputTokenDetails.AudioTokenCount"] = UsageKind.InputAudioTokens,
        ["OutputTokenDetails.AudioTokenCount"] = UsageKind.OutputAudioTokens,
        ["InputTokenDetails.ImageTokenCount"] = UsageKind.InputImageTokens,
        ["OutputTokenDetails.ImageTokenCount"] = UsageKind.OutputImageTokens,
        ["InputTokenDetails.VideoTokenCount"] = UsageKind.InputVideoTokens,
        ["OutputTokenDetails.ReasoningTokenCount"] = UsageKind.OutputReasoningTokens,
        ["InputTokenDetails.CachedTokenCount"] = UsageKind.CacheReadTokens,
        ["ToolUsePromptTokenCount"] = UsageKind.InputToolTokens,
        ["WebSearchRequests"] = UsageKind.WebSearches,
        ["web_search_requests"] = UsageKind.WebSearches,
        ["server_tool_use.web_search_requests"] = UsageKind.WebSearches,
        ["ServerToolUse.WebSearchRequests"] = UsageKind.WebSearches,
        ["num_search_queries"] = UsageKind.WebSearches,
    };

    /// <summary>Gets the keys that the map knows.</summary>
    public IReadOnlyDictionary<string, UsageKind> Keys => _kinds;

    /// <summary>Gives a key a meaning, or another one.</summary>
    /// <param name="key">The key of <c>AdditionalCounts</c>.</param>
    /// <param name="kind">What it counts, as an inclusive count (see <see cref="UsageKind"/>).</param>
    /// <returns>This map.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public UsageKeyMap Map(string key, UsageKind kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        _kinds[key] = kind;
        return this;
    }

    internal bool TryGet([NotNullWhen(true)] string? key, out UsageKind kind)
    {
        kind = default;
        return key is not null && _kinds.TryGetValue(key, out kind);
    }
}
