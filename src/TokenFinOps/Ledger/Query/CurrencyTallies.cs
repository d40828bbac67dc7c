using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Query;

/// <summary>One tally a currency.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class CurrencyTallies
{
    private readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    public void Add(string currency, Tally tally) => TallyOf(currency).Add(tally);

    public void Add(LedgerEntry entry) => TallyOf(entry.Cost.Currency).Add(entry);

    public void Add(CurrencyTallies other)
    {
        foreach ((string currency, Tally tally) in other._tallies)
        {
            Add(currency, tally);
        }
    }

    public ImmutableArray<LedgerTotals> ToTotals() => [.. _tallies.Select(static pair => pair.Value.ToTotals(pair.Key))];

    private Tally TallyOf(string currency)
    {
        if (!_tallies.TryGetValue(currency, out Tally? sum))
        {
            _tallies[currency] = sum = new Tally();
        }

        return sum;
    }
}
