using System.Globalization;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Finds the prices of cases in a catalogue instead of in the case, and compares the cost.</summary>
internal sealed class CatalogueJudge(PriceCatalogue catalogue)
{
    public Verdict Judge(OracleCase each)
    {
        PriceMatch? match = catalogue.Find(new ModelReference(each.Model, each.Provider));
        RateCard? card = match?.Prices.CardFor(each.Context.Timestamp ?? DateTimeOffset.MaxValue, ServiceTier.Of(each.Context.ServiceTier));
        if (card is null)
        {
            return new Verdict($"{each.Id}: the catalogue {(match is null ? "does not know the model" : "has no rates for the moment")}, expected {each.Total}");
        }

        decimal cost = CostCalculator.Price(each.Usage, card).Effective ?? 0m;
        return each.Total is not { } expected || Math.Abs(cost - expected) <= each.Context.Tolerance
            ? Verdict.Agrees
            : new Verdict(string.Create(CultureInfo.InvariantCulture, $"{each.Id}: in the catalogue as {match!.Prices.Provider}/{match.Prices.Model}, expected {expected}, got {cost}"));
    }
}
