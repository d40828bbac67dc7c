using TokenFinOps.Reporting.Allocation;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>The one place that a ledger cost goes to: a cost centre, a pool, or nowhere for a reason.</summary>
internal readonly record struct Place(string? CostCentre, CostPool? Pool, UnallocatedReason Reason)
{
    public static Place Of(LedgerSlice slice, ChargebackPlan plan)
    {
        if (slice.IsOverflow)
        {
            return new Place(null, null, UnallocatedReason.ValuesUnknown);
        }

        if (plan.Pools.FirstOrDefault(pool => pool.Selector is { } selector && slice.Meets(selector)) is { } selecting)
        {
            return new Place(null, selecting, default);
        }

        return plan.CostCentres.Find(slice.ValueOf) is { } costCentre
            ? new Place(costCentre, null, default)
            : new Place(null, plan.Pools.FirstOrDefault(static pool => pool.TakesUntagged), UnallocatedReason.NoCostCentre);
    }
}
