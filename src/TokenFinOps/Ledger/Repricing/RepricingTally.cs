using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Ledger.Repricing;

/// <summary>Decides what a catalogue means for each attempt, and counts the decisions.</summary>
/// <remarks>Mutable and not thread-safe.</remarks>
internal sealed class RepricingTally
{
    private readonly SortedDictionary<string, (ExactSum List, ExactSum Effective)> _differences = new(StringComparer.Ordinal);
    private long _examined;
    private long _corrected;
    private long _unchanged;
    private long _stillUnpriced;
    private long _pricedBetter;
    private long _providerReported;

    /// <summary>Gets the corrections that an attempt needs, at most one a currency.</summary>
    public IReadOnlyList<LedgerEntry> Examine(AttemptBalance balance, PriceCatalogue catalogue)
    {
        _examined++;
        if (balance.Attempt.Cost.IsProviderReported)
        {
            _providerReported++;
            return [];
        }

        if (IsFree(balance.Attempt.Cost))
        {
            _unchanged++;
            return [];
        }

        LedgerEntry attempt = balance.Attempt;
        PriceMatch? match = catalogue.Find(new ModelReference(attempt.PricedAs ?? attempt.Model, attempt.Provider, attempt.Deployment));
        CostBreakdown? target = PriceOf(attempt, match);
        if (target is null || target.Status == PricingStatus.Unpriced || target.Status < balance.Status)
        {
            _stillUnpriced += balance.Status == PricingStatus.Unpriced ? 1 : 0;
            _pricedBetter += balance.Status == PricingStatus.Unpriced ? 0 : 1;
            return [];
        }

        LedgerEntry[] corrections = [.. balance.CorrectionsTo(target, match!.Kind, catalogue.Version)];
        Count(corrections);
        return corrections;
    }

    public RepricingReport ToReport(string version, long known) => new()
    {
        CatalogueVersion = version,
        Examined = _examined,
        Corrected = _corrected,
        Unchanged = _unchanged,
        StillUnpriced = _stillUnpriced,
        PricedBetter = _pricedBetter,
        ProviderReported = _providerReported,
        NotRetained = Math.Max(0, known - _examined),
        Differences =
        [
            .. _differences.Select(static pair => new CostDifference(pair.Key, pair.Value.List.ToDecimal(), pair.Value.Effective.ToDecimal())),
        ],
    };

    // Refused calls and answers from a cache are known to cost nothing, whatever the prices are.
    private static bool IsFree(CostBreakdown cost) => cost is { Status: PricingStatus.Priced, List: 0m, Effective: 0m, Lines.IsEmpty: true };

    private static CostBreakdown? PriceOf(LedgerEntry attempt, PriceMatch? match)
    {
        if (match?.Prices.CardFor(attempt.Timestamp, attempt.ServiceTier) is not { } card)
        {
            return null;
        }

        CostBreakdown cost = CostCalculator.Price(attempt.Usage, card, attempt.Terms);
        return cost.With(card.ServiceTier == attempt.ServiceTier ? PricingIssues.None : PricingIssues.ServiceTierAtStandardRate);
    }

    private void Count(LedgerEntry[] corrections)
    {
        _corrected += corrections.Length > 0 ? 1 : 0;
        _unchanged += corrections.Length > 0 ? 0 : 1;
        foreach (LedgerEntry correction in corrections)
        {
            (ExactSum list, ExactSum effective) = _differences.GetValueOrDefault(correction.Cost.Currency);
            list.Add(correction.Cost.List ?? 0m);
            effective.Add(correction.Cost.Effective ?? 0m);
            _differences[correction.Cost.Currency] = (list, effective);
        }
    }
}
