namespace TokenFinOps.Compression.Gate;

/// <summary>What a provider's prompt cache does to the price of input, relative to input that is not cached.</summary>
/// <param name="Write">The price of a token that is written to the cache: 1.25 for a five-minute cache of Anthropic, 1 where writing is free.</param>
/// <param name="Read">The price of a token that is read from the cache: 0.1 for Anthropic and GPT-5, 0.5 for GPT-4o.</param>
/// <param name="MinimumTokens">The shortest prompt that is cached; the default is 1,024 tokens, as of OpenAI and most models of Anthropic.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record PromptCacheRates(decimal Write, decimal Read, long MinimumTokens = PromptCacheRates.UsualMinimum)
{
    private const long UsualMinimum = 1_024;
    private const int HoursKept = 1;

    /// <summary>Gets the rates of a provider without a prompt cache: every token costs the same.</summary>
    public static PromptCacheRates None { get; } = new(1, 1);

    /// <summary>
    /// Gets after how long a conversation that rested is read anew, so that changing what was sent before costs nothing. How long it rested is told by
    /// <see cref="Microsoft.Extensions.AI.ChatMessage.CreatedAt"/> of its messages; without it the cache is taken to be alive. The default is an hour, the longest that providers keep a prefix
    /// unasked; 5 minutes are right for Anthropic's usual cache where no other conversation keeps the same beginning alive.
    /// </summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(HoursKept);

    /// <summary>Gets a value indicating whether reading from the cache is cheaper, so that changing a cached prefix costs something.</summary>
    public bool IsCached => Read < Write;

    /// <summary>Weighs a prompt: its tokens at the price of input that is not cached.</summary>
    /// <param name="cached">The tokens of its prefix that were sent before.</param>
    /// <param name="total">All its tokens.</param>
    /// <returns>The weight, in tokens.</returns>
    public decimal Weigh(long cached, long total)
    {
        if (total < MinimumTokens)
        {
            return total;
        }

        long read = cached >= MinimumTokens ? Math.Min(cached, total) : 0;
        return (read * Read) + ((total - read) * Write);
    }
}
