using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Finds the prices of cases in a catalogue instead of in the case, and compares the cost; says, too, where a cost agrees by luck.</summary>
internal sealed class CatalogueJudge(PriceCatalogue catalogue)
{
    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public CatalogueVerdict Judge(OracleCase each)
    {
        var verdict = new CatalogueVerdict(each.Id);
        if (catalogue.Find(new ModelReference(each.Model, each.Provider)) is not { } match)
        {
            return verdict with { Disagreement = $"the catalogue does not know the model, expected {BillComparison.Text(each.Total)}" };
        }

        DateTimeOffset moment = each.Context.Timestamp ?? Latest;
        return match.Prices.CardFor(moment, ServiceTier.Of(each.Context.ServiceTier)) is { } card
            ? Compare(verdict with { OtherModel = OtherModel(each, match) }, each, match, card)
            : verdict with { Disagreement = $"{Found(match)}, which has no rates at {moment:u}, expected {BillComparison.Text(each.Total)}" };
    }

    private static CatalogueVerdict Compare(CatalogueVerdict verdict, OracleCase each, PriceMatch match, RateCard card)
    {
        CostBreakdown bill = CostCalculator.Price(each.Usage, card, each.Terms);
        RateCard? stated = StatedCard(each);
        string? rates = stated is null ? null : Difference(stated, card);
        bool isFree = stated is { Rates.IsEmpty: true } && bill is { Status: PricingStatus.Priced, Effective: 0m };
        return verdict with
        {
            Disagreement = BillComparison.Difference(each, bill),
            OtherRates = rates is null || isFree ? null : $"{Found(match)} at other rates ({Origin(card)}): {rates}",
            IsUnpricedZero = bill.Status == PricingStatus.Unpriced,
            IsFree = isFree,
        };
    }

    private static string? OtherModel(OracleCase each, PriceMatch match)
    {
        string expected = each.ModelId ?? each.Model;
        return string.Equals(match.Prices.Model, expected, StringComparison.OrdinalIgnoreCase) ? null : $"{Found(match)} and not as {expected}: {match.Explanation}";
    }

    // Prices that are wrong on purpose make no card; how they are refused is the other judge's subject.
    private static RateCard? StatedCard(OracleCase each)
    {
        try
        {
            return PriceSheet.Card(each.Prices, each.Context, new List<string>());
        }
        catch (Exception exception) when (exception is ArgumentException or NotADecimalException)
        {
            return null;
        }
    }

    private static string? Difference(RateCard stated, RateCard card)
    {
        string[] differences =
        [
            .. stated.Kinds.Union(card.Kinds)
                .Where(kind => !Equals(stated.Find(kind), card.Find(kind)))
                .Select(kind => $"{kind.Name()} expected {Text(stated.Find(kind))}, got {Text(card.Find(kind))}"),
        ];
        return differences.Length == 0 ? null : string.Join("; ", differences);
    }

    private static string Text(Rate? rate) => rate is null ? "none" : rate.ToString()[(rate.Kind.Name().Length + 1)..];

    private static string Found(PriceMatch match) => $"found as {match.Prices.Provider}/{match.Prices.Model}";

    private static string Origin(RateCard card) =>
        card.EffectiveFrom == DateTimeOffset.MinValue ? card.Provenance.Catalogue : $"{card.Provenance.Catalogue}, since {card.EffectiveFrom:yyyy-MM-dd}";
}
