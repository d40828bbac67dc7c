using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Query;

/// <summary>One tally a currency.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class CurrencyTallies
{
    private readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    public void Add(string currency, Tally tally)
    {
        if (!_tallies.TryGetValue(currency, out Tally? sum))
        {
            _tallies[currency] = sum = new Tally();
        }

        sum.Add(tally);
    }

    public ImmutableArray<LedgerTotals> ToTotals() => [.. _tallies.Select(static pair => pair.Value.ToTotals(pair.Key))];
}
