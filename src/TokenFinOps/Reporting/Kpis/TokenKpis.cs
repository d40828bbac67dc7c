namespace TokenFinOps.Reporting.Kpis;

/// <summary>How tokens are used. A result is <see langword="null"/> where there are none.</summary>
/// <remarks>Names follow the FinOps Foundation's KPI library (CC BY 4.0), which gives no formulas for these; ours are stated. Pure and thread-safe.</remarks>
public static class TokenKpis
{
    /// <summary>Cache hit rate = cache-read tokens ÷ input tokens. It is the provider's prompt cache; answers from a response cache are another figure.</summary>
    /// <param name="cacheReadTokens">Input tokens read from the prompt cache.</param>
    /// <param name="inputTokens">All input tokens, cached ones included.</param>
    /// <returns>The rate, 0 to 1.</returns>
    public static decimal? CacheHitRate(decimal cacheReadTokens, decimal inputTokens) => KpiRatio.Of(cacheReadTokens, inputTokens);

    /// <summary>Reasoning token ratio = reasoning tokens ÷ output tokens.</summary>
    /// <param name="reasoningTokens">Reasoning tokens.</param>
    /// <param name="outputTokens">All output tokens, reasoning included.</param>
    /// <returns>The ratio, 0 to 1.</returns>
    public static decimal? ReasoningRatio(decimal reasoningTokens, decimal outputTokens) => KpiRatio.Of(reasoningTokens, outputTokens);

    /// <summary>Tokens per request = (input + output tokens) ÷ calls.</summary>
    /// <param name="inputTokens">All input tokens.</param>
    /// <param name="outputTokens">All output tokens.</param>
    /// <param name="calls">How many calls there were.</param>
    /// <returns>The tokens of one call.</returns>
    public static decimal? PerCall(decimal inputTokens, decimal outputTokens, decimal calls) => KpiRatio.Of(inputTokens + outputTokens, calls);

    /// <summary>LLM error rate = failed calls ÷ all calls: a proxy for the waste of retries.</summary>
    /// <param name="failedCalls">How many calls failed.</param>
    /// <param name="calls">How many calls there were.</param>
    /// <returns>The rate, 0 to 1.</returns>
    public static decimal? ErrorRate(decimal failedCalls, decimal calls) => KpiRatio.Of(failedCalls, calls);

    /// <summary>Computational waste = (failed + idle + over-provisioned cost) ÷ total cost.</summary>
    /// <param name="wastedCost">What was paid for nothing.</param>
    /// <param name="totalCost">What was paid.</param>
    /// <returns>The share, 0 to 1.</returns>
    public static decimal? WasteShare(decimal wastedCost, decimal totalCost) => KpiRatio.Of(wastedCost, totalCost);
}
