using System.Collections.Immutable;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Allocation;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>What a cost centre's statement is collected in.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class Account(string costCentre)
{
    private readonly List<LedgerSlice> _usage = [];
    private readonly List<SharedLine> _shared = [];
    private readonly List<NamedAmount> _covered = [];
    private readonly List<NamedAmount> _credits = [];

    public string CostCentre { get; } = costCentre;

    public IReadOnlyList<LedgerSlice> Usage => _usage;

    public AllocationBase Base { get; private set; } = new(costCentre);

    public ImmutableArray<AdjustmentLine> Adjustments { get; set; } = [];

    public decimal Rounding { get; set; }

    /// <summary>Gets what the cost centre bears so far, unrounded.</summary>
    public decimal Balance => ExactSum.Of([.. _usage.Select(static each => each.Cost), .. _shared.Select(static each => each.Amount)]).ToDecimal();

    public void Add(LedgerSlice slice)
    {
        _usage.Add(slice);
        Base = Base.Plus(slice.ToBase(CostCentre));
    }

    public void Add(SharedLine line) => _shared.Add(line);

    public void Cover(string commitment, decimal amount) => _covered.Add(new NamedAmount(commitment, amount));

    public void Credit(string credit, decimal amount) => _credits.Add(new NamedAmount(credit, amount));

    public Statement ToStatement(ChargebackPlan plan) => new()
    {
        CostCentre = CostCentre,
        Direct = DirectLines.Of(_usage, plan),
        Shared = [.. _shared],
        Covered = [.. _covered],
        Rounding = Rounding,
        Adjustments = Adjustments,
        Credits = [.. _credits],
    };
}
