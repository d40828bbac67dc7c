using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Allocation;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Allocates the pools, one after the other: what one gives to a cost centre, a later one may pass on.</summary>
internal sealed class PoolStage(ChargebackPlan plan, BillingPeriod period, AccountBook book)
{
    // Who has direct cost, before any pool gives cost to others.
    private readonly AllocationBase[] _bases = [.. book.Accounts.Where(static account => account.Usage.Count > 0).Select(static account => account.Base)];
    private readonly HashSet<string> _emptied = new(StringComparer.Ordinal);

    public decimal FixedAmounts => ExactSum.Of(plan.Pools.Select(FixedOf)).ToDecimal();

    public IReadOnlyList<PoolAllocation> Run() => [.. plan.Pools.Select(Allocate)];

    private PoolAllocation Allocate(CostPool pool)
    {
        if (pool.EmptiedCostCentre is { } costCentre)
        {
            _emptied.Add(costCentre);
        }

        Account? source = book.Accounts.FirstOrDefault(account => account.CostCentre == pool.EmptiedCostCentre);
        decimal passed = source?.Balance ?? 0m;
        decimal own = ExactSum.Of(AccountBook.CostOf(book.UsageIn(pool)), FixedOf(pool)).ToDecimal();
        PoolAllocation allocation = CostAllocator.Allocate(pool.Name, own + passed, pool.Method, Receivers(pool), plan.Decimals, pool.Fallback);
        if (allocation.Shares.IsEmpty)
        {
            // Nobody can take it over: the cost centre keeps its own.
            allocation = allocation with { Amount = own, Unallocated = own };
        }
        else if (passed != 0)
        {
            source!.Add(new SharedLine(pool.Name, "passed on", allocation.Amount, Ratio: null, -passed));
        }

        allocation = allocation with { Originals = DirectLines.Originals(book.UsageIn(pool)) };
        book.Post(allocation, UnallocatedReason.NoWeight);
        return allocation;
    }

    private IEnumerable<AllocationBase> Receivers(CostPool pool) => pool.Receivers.IsEmpty
        ? _bases.Where(each => !_emptied.Contains(each.CostCentre))
        : pool.Receivers.Distinct().Select(name => Array.Find(_bases, each => each.CostCentre == name) ?? new AllocationBase(name));

    private decimal FixedOf(CostPool pool) =>
        decimal.Round(plan.Rates.Convert(pool.FixedAmount, pool.FixedCurrency ?? plan.Currency, plan.Currency, period.LastDay), LedgerSlice.Decimals);
}
