using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tool.Commands.Prices;

/// <summary>One price of a catalogue as people quote it: of 1,000,000 tokens, of 1,000 searches, of an hour.</summary>
internal sealed record QuotedPrice(string Provider, string Model, string Tier, UsageKind Kind, long Threshold, string Currency, decimal Amount, int Per)
{
    /// <summary>Gets what tells the price from others of its catalogue.</summary>
    public (string Provider, string Model, string Tier, UsageKind Kind, long Threshold, string Currency) Key => (Provider, Model, Tier, Kind, Threshold, Currency);

    /// <summary>Lists the prices of a model at a moment, of every service tier.</summary>
    public static IEnumerable<QuotedPrice> Of(ModelPrices model, DateTimeOffset moment) =>
        model.Cards.Where(card => card.AppliesAt(moment)).DistinctBy(static card => card.ServiceTier).SelectMany(card => card.Rates.SelectMany(rate => Of(model, card, rate)));

    private static IEnumerable<QuotedPrice> Of(ModelPrices model, RateCard card, Rate rate)
    {
        int per = rate.Kind.QuotedPer();
        yield return Price(0, rate.Amount);
        foreach (ContextTier tier in rate.Tiers)
        {
            yield return Price(tier.Threshold, tier.Amount);
        }

        QuotedPrice Price(long threshold, decimal amount) =>
            new(model.Provider, model.Model, card.ServiceTier.Name, rate.Kind, threshold, card.Currency, rate.Per == per ? amount : amount * per / rate.Per, per);
    }
}
