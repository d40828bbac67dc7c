using TokenFinOps.Reporting.Allocation;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Keeps count of how much of each cost a commitment or credit has already paid for, so that nothing is paid for twice.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class UsageCover(IEnumerable<LedgerSlice> slices)
{
    private readonly Dictionary<LedgerSlice, decimal> _open = slices.Where(static slice => slice.Cost > 0).ToDictionary(static slice => slice, static slice => slice.Cost);

    /// <summary>Gets how much of a cost nothing has paid for.</summary>
    public decimal OpenOf(LedgerSlice slice) => _open.GetValueOrDefault(slice);

    /// <summary>Pays for costs, each in proportion to what is open of it.</summary>
    /// <param name="amount">The amount, at most what is open.</param>
    /// <param name="slices">The costs.</param>
    /// <returns>What was paid for each.</returns>
    public IReadOnlyList<(LedgerSlice Slice, decimal Amount)> Pay(decimal amount, IReadOnlyCollection<LedgerSlice> slices)
    {
        if (amount == 0)
        {
            return [];
        }

        // At this precision open amounts are whole units, so that no share is larger than what is open.
        decimal[] open = [.. slices.Select(OpenOf)];
        (LedgerSlice Slice, decimal Amount)[] paid = [.. slices.Zip(Apportionment.Split(amount, open, LedgerSlice.Decimals))];
        foreach ((LedgerSlice slice, decimal part) in paid.Where(static each => each.Amount != 0))
        {
            _open[slice] -= part;
        }

        return paid;
    }
}
