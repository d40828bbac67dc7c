namespace TokenFinOps.Reporting.Chargeback;

/// <summary>What a cost centre bears of a pool of shared cost, and how that was worked out.</summary>
/// <param name="Pool">The pool, or the commitment whose unused part it is.</param>
/// <param name="Method">How it was divided, in words.</param>
/// <param name="PoolAmount">What was divided.</param>
/// <param name="Ratio">The cost centre's weight ÷ the sum of weights; <see langword="null"/> where the cost centre passes its own cost on.</param>
/// <param name="Amount">Its share; negative where it passes cost on.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record SharedLine(string Pool, string Method, decimal PoolAmount, decimal? Ratio, decimal Amount);
