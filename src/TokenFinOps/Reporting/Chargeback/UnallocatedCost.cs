using System.Collections.Immutable;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>What no cost centre bears. It is reported and never dropped.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record UnallocatedCost
{
    /// <summary>Gets what it consists of.</summary>
    public ImmutableArray<UnallocatedLine> Lines { get; init; } = [];

    /// <summary>Gets what rounding to the minor unit adds.</summary>
    public decimal Rounding { get; init; }

    /// <summary>Gets what changed in closed periods since they were posted.</summary>
    public ImmutableArray<AdjustmentLine> Adjustments { get; init; } = [];

    /// <summary>Gets the lines and the rounding together.</summary>
    public decimal Charges => ExactSum.Of([.. Lines.Select(static line => line.Amount), Rounding]).ToDecimal();

    /// <summary>Gets charges and adjustments together.</summary>
    public decimal Total => Charges + Adjustments.Sum(static line => line.Amount);
}
