using TokenFinOps.Pricing.Catalogue.Resolution;

namespace TokenFinOps.Pricing.Catalogue;

/// <summary>Lists where loaded price sources disagree, so that a wrong price is found before it is billed.</summary>
/// <remarks>
/// Two sources share a model when one's name for it is known to the other at the same provider, exactly or by its rules. Standard prices in US dollars at one moment are
/// compared, kind by kind and context tier by context tier; a kind that only one source prices is no disagreement. Stateless and thread-safe.
/// </remarks>
public static class CatalogueConflicts
{
    /// <summary>Compares sources.</summary>
    /// <param name="moment">The moment whose prices are compared.</param>
    /// <param name="sources">The sources, at least two to find anything. Load them one by one: a layered catalogue has settled its conflicts.</param>
    /// <returns>The conflicts, by provider, model, kind and threshold.</returns>
    public static IReadOnlyList<PriceConflict> Find(DateTimeOffset moment, params IEnumerable<PriceCatalogue> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        PriceCatalogue[] all = [.. sources];
        var conflicts = new List<PriceConflict>();
        var seen = new HashSet<(string Provider, string Model)>();
        foreach (ModelPrices model in all.SelectMany(static source => source.Models))
        {
            if (seen.Add((model.Provider.ToLowerInvariant(), model.Model.ToLowerInvariant())))
            {
                conflicts.AddRange(Compare(model, moment, all));
            }
        }

        return
        [
            .. conflicts
                .OrderBy(static conflict => conflict.Provider, StringComparer.Ordinal)
                .ThenBy(static conflict => conflict.Model, StringComparer.Ordinal)
                .ThenBy(static conflict => conflict.Kind)
                .ThenBy(static conflict => conflict.Threshold),
        ];
    }

    private static IEnumerable<PriceConflict> Compare(ModelPrices model, DateTimeOffset moment, PriceCatalogue[] sources)
    {
        var cards = new List<(string Source, RateCard Card)>();
        foreach (PriceCatalogue source in sources)
        {
            ProviderModels? provider = source.Index.ById(model.Provider);
            if (provider?.Find(model.Model, verbatim: true).Prices?.CardFor(moment) is { Currency: CurrencyCode.Usd } card)
            {
                cards.Add((source.Version, card));
            }
        }

        if (cards.Count < 2)
        {
            yield break;
        }

        foreach (UsageKind kind in cards.SelectMany(static entry => entry.Card.Kinds).Distinct().Order())
        {
            (string Source, Rate Rate)[] rates = [.. cards.Where(entry => entry.Card.Find(kind) is not null).Select(entry => (entry.Source, entry.Card.Find(kind)!))];
            foreach (long threshold in rates.SelectMany(static entry => entry.Rate.Tiers).Select(static tier => tier.Threshold).Append(0).Distinct().Order())
            {
                SourcePrice[] prices = [.. rates.Select(entry => new SourcePrice(entry.Source, Quoted(entry.Rate, threshold)))];
                if (prices.Select(static price => price.Amount).Distinct().Count() > 1)
                {
                    yield return new PriceConflict(model.Provider, model.Model, kind, threshold, [.. prices]);
                }
            }
        }
    }

    private static decimal Quoted(Rate rate, long threshold)
    {
        decimal amount = threshold == 0 ? rate.Amount : rate.AmountIn(rate.TierFor(threshold + 1m, ContextTierRule.Default));
        int per = rate.Kind.QuotedPer();
        return rate.Per == per ? amount : amount * per / rate.Per;
    }
}
