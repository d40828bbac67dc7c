using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

/// <summary>Makes prices in a word.</summary>
internal static class Prices
{
    public static RateCard Card(decimal input, decimal output = 0) => new(new Rate(UsageKind.InputTokens, input), new Rate(UsageKind.OutputTokens, output));

    public static ModelPrices Of(string provider, string model, decimal input, decimal output = 0) => new(provider, model, Card(input, output));

    public static decimal? Input(this ModelPrices prices, DateTimeOffset moment = default, ServiceTier tier = default) => prices.CardFor(moment, tier)?.Find(UsageKind.InputTokens)?.Amount;

    public static decimal? Input(this PriceMatch match) => match.Prices.Input();
}
