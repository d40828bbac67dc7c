namespace TokenFinOps.Reporting.Allocation;

/// <summary>What one cost centre bears of a shared cost.</summary>
/// <param name="CostCentre">The cost centre.</param>
/// <param name="Amount">Its share, of either sign.</param>
/// <param name="Ratio">Its weight ÷ the sum of weights, rounded to what a decimal holds. The amount follows from the exact ratio.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record AllocatedShare(string CostCentre, decimal Amount, decimal Ratio);
