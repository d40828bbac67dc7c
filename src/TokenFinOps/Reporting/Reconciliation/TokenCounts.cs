namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Tokens as they are billed: input without cached ones, cache reads, cache writes, output.</summary>
/// <param name="Input">Input tokens that came from no cache.</param>
/// <param name="CacheRead">Input tokens that were read from the prompt cache.</param>
/// <param name="CacheWrite">Input tokens that were written to the prompt cache.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
public readonly record struct TokenCounts(decimal Input, decimal CacheRead, decimal CacheWrite, decimal Output)
{
    /// <summary>Gets all tokens.</summary>
    public decimal Total => Input + CacheRead + CacheWrite + Output;

    /// <summary>Adds two counts part by part.</summary>
    /// <param name="left">One count.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static TokenCounts operator +(TokenCounts left, TokenCounts right) => new(
        left.Input + right.Input, left.CacheRead + right.CacheRead, left.CacheWrite + right.CacheWrite, left.Output + right.Output);

    /// <summary>Adds two counts part by part.</summary>
    /// <param name="left">One count.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static TokenCounts Add(TokenCounts left, TokenCounts right) => left + right;

    internal bool IsWithin(decimal relativeTolerance, TokenCounts other) =>
        Near(Input, other.Input, relativeTolerance) && Near(CacheRead, other.CacheRead, relativeTolerance)
        && Near(CacheWrite, other.CacheWrite, relativeTolerance) && Near(Output, other.Output, relativeTolerance);

    private static bool Near(decimal one, decimal other, decimal relative) => Math.Abs(one - other) <= relative * Math.Max(Math.Abs(one), Math.Abs(other));
}
