using System.Collections.Immutable;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>What one cost centre pays for a period, line by line. The lines add up to the total exactly.</summary>
/// <remarks>Immutable and thread-safe. Amounts are in the run's currency; costs on lines are exact, totals are in whole minor units.</remarks>
public sealed record Statement
{
    /// <summary>Gets the cost centre.</summary>
    public required string CostCentre { get; init; }

    /// <summary>Gets the direct cost, by detail.</summary>
    public ImmutableArray<DirectLine> Direct { get; init; } = [];

    /// <summary>Gets the shares of shared cost.</summary>
    public ImmutableArray<SharedLine> Shared { get; init; } = [];

    /// <summary>Gets how much of the direct cost each commitment has paid for. It is part of the direct cost and adds nothing.</summary>
    public ImmutableArray<NamedAmount> Covered { get; init; } = [];

    /// <summary>Gets what rounding the charges to the minor unit adds.</summary>
    public decimal Rounding { get; init; }

    /// <summary>Gets what changed in closed periods since they were posted.</summary>
    public ImmutableArray<AdjustmentLine> Adjustments { get; init; } = [];

    /// <summary>Gets the credits that were drawn, as positive amounts.</summary>
    public ImmutableArray<NamedAmount> Credits { get; init; } = [];

    /// <summary>Gets the sum of the direct lines.</summary>
    public decimal DirectCost => ExactSum.Of(Direct.Select(static line => line.Cost)).ToDecimal();

    /// <summary>Gets what discounts took off the direct lines: list cost less effective cost; negative where a margin was added.</summary>
    public decimal Discount => ExactSum.Of(Direct.Select(static line => line.ListCost)).ToDecimal() - DirectCost;

    /// <summary>Gets the sum of the shared lines.</summary>
    public decimal SharedCost => ExactSum.Of(Shared.Select(static line => line.Amount)).ToDecimal();

    /// <summary>Gets direct cost, shared cost and rounding together: what the period's usage is charged with.</summary>
    public decimal Charges => ExactSum.Of(DirectCost, SharedCost, Rounding).ToDecimal();

    /// <summary>Gets the sum of the adjustments.</summary>
    public decimal Adjustment => Adjustments.Sum(static line => line.Amount);

    /// <summary>Gets the sum of the credits.</summary>
    public decimal Credited => Credits.Sum(static line => line.Amount);

    /// <summary>Gets what is to be paid: charges and adjustments less credits.</summary>
    public decimal Total => Charges + Adjustment - Credited;

    /// <summary>Gets how many attempts have no price yet. Their cost is not in the total.</summary>
    public long Unpriced => Direct.Sum(static line => line.Unpriced);
}
