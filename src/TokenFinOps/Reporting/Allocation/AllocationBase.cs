using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Allocation;

/// <summary>What a cost centre used and cost directly: what shared cost is allocated by.</summary>
/// <param name="CostCentre">The cost centre.</param>
/// <remarks>Immutable and thread-safe. Costs are in the currency of the report.</remarks>
public sealed record AllocationBase(string CostCentre)
{
    /// <summary>Gets the direct effective cost.</summary>
    public decimal EffectiveCost { get; init; }

    /// <summary>Gets the direct cost at list rates.</summary>
    public decimal ListCost { get; init; }

    /// <summary>Gets what the attempts would have cost without the levers.</summary>
    public decimal BaselineCost { get; init; }

    /// <summary>Gets what the levers saved.</summary>
    public decimal Savings { get; init; }

    /// <summary>Gets what each lever saved.</summary>
    public LeverSavings SavingsByLever { get; init; } = LeverSavings.None;

    /// <summary>Gets how many attempts there were.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets how many attempts have no price yet.</summary>
    public long Unpriced { get; init; }

    /// <summary>Gets how many attempts failed.</summary>
    public long Failed { get; init; }

    /// <summary>Gets what was used: inclusive counts.</summary>
    public Usage Usage { get; init; }

    /// <summary>Gets how long the attempts took together.</summary>
    public TimeSpan Duration { get; init; }

    internal AllocationBase Plus(AllocationBase other) => this with
    {
        EffectiveCost = EffectiveCost + other.EffectiveCost,
        ListCost = ListCost + other.ListCost,
        BaselineCost = BaselineCost + other.BaselineCost,
        Savings = Savings + other.Savings,
        SavingsByLever = new LeverSavings
        {
            Cache = SavingsByLever.Cache + other.SavingsByLever.Cache,
            Router = SavingsByLever.Router + other.SavingsByLever.Router,
            Compressor = SavingsByLever.Compressor + other.SavingsByLever.Compressor,
        },
        Attempts = Attempts + other.Attempts,
        Unpriced = Unpriced + other.Unpriced,
        Failed = Failed + other.Failed,
        Usage = Usage + other.Usage,
        Duration = Duration + other.Duration,
    };
}
