using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Allocation;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Where every cost of a period is put while statements are made: accounts of cost centres, pools, and what nobody bears.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class AccountBook
{
    private readonly SortedDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<CostPool, List<LedgerSlice>> _pools = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<UnallocatedReason, List<LedgerSlice>> _unplaced = [];
    private readonly List<UnallocatedLine> _unallocated = [];

    public AccountBook(IReadOnlyList<LedgerSlice> slices, ChargebackPlan plan)
    {
        Slices = slices;
        foreach (LedgerSlice slice in slices)
        {
            Put(slice, Place.Of(slice, plan));
        }

        foreach ((UnallocatedReason reason, List<LedgerSlice> unplaced) in _unplaced.OrderBy(static each => each.Key))
        {
            _unallocated.Add(new UnallocatedLine { Reason = reason, Usage = DirectLines.Of(unplaced, plan), Amount = CostOf(unplaced) });
        }

        Direct = CostOf(_accounts.Values.SelectMany(static account => account.Usage));
        Pooled = CostOf(_pools.Values.SelectMany(static pool => pool));
        Unplaced = CostOf(_unplaced.Values.SelectMany(static each => each));
    }

    public IReadOnlyList<LedgerSlice> Slices { get; }

    /// <summary>Gets the accounts, by cost centre.</summary>
    public IReadOnlyCollection<Account> Accounts => _accounts.Values;

    public IReadOnlyList<UnallocatedLine> Unallocated => _unallocated;

    public decimal Direct { get; }

    public decimal Pooled { get; }

    public decimal Unplaced { get; }

    public Account AccountOf(string costCentre)
    {
        if (!_accounts.TryGetValue(costCentre, out Account? account))
        {
            _accounts[costCentre] = account = new Account(costCentre);
        }

        return account;
    }

    public IReadOnlyList<LedgerSlice> UsageIn(CostPool pool) => _pools.TryGetValue(pool, out List<LedgerSlice>? usage) ? usage : [];

    /// <summary>Puts what was allocated where it belongs.</summary>
    public void Post(PoolAllocation allocation, UnallocatedReason otherwise)
    {
        foreach (AllocatedShare share in allocation.Shares)
        {
            AccountOf(share.CostCentre).Add(new SharedLine(allocation.Pool, allocation.Method, allocation.Amount, share.Ratio, share.Amount));
        }

        if (allocation.Unallocated != 0)
        {
            _unallocated.Add(new UnallocatedLine { Reason = otherwise, Source = allocation.Pool, Amount = allocation.Unallocated });
        }
    }

    public static decimal CostOf(IEnumerable<LedgerSlice> slices) => ExactSum.Of(slices.Select(static slice => slice.Cost)).ToDecimal();

    private void Put(LedgerSlice slice, Place place)
    {
        if (place.CostCentre is { } costCentre)
        {
            AccountOf(costCentre).Add(slice);
            return;
        }

        List<LedgerSlice> list = place.Pool is { } pool ? ListOf(_pools, pool) : ListOf(_unplaced, place.Reason);
        list.Add(slice);
    }

    private static List<LedgerSlice> ListOf<TKey>(Dictionary<TKey, List<LedgerSlice>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<LedgerSlice>? list))
        {
            lists[key] = list = [];
        }

        return list;
    }
}
