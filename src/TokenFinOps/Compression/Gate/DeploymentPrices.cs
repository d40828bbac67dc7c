using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Compression.Gate;

/// <summary>What a token costs at a deployment.</summary>
/// <param name="Input">Read by the model itself.</param>
/// <param name="Cached">Read from the provider's cache.</param>
/// <param name="Write">Written to the cache.</param>
/// <param name="Output">Written by the model.</param>
/// <param name="Currency">The ISO 4217 code of the currency.</param>
internal sealed record DeploymentPrices(decimal Input, decimal Cached, decimal Write, decimal Output, string Currency)
{
    // Enough that rounding of a bill is nothing, and below every context tier.
    private const long Sample = 10_000;

    /// <summary>Reads the prices of a model, or <see langword="null"/> when it has none or is free.</summary>
    public static DeploymentPrices? Of(PriceCatalogue catalogue, MeteredDeployment deployment, string? model, DateTimeOffset at)
    {
        MeteringOptions metering = deployment.Options;
        string? name = metering.PriceAs ?? model ?? deployment.DefaultModel;
        RateCard? card = string.IsNullOrEmpty(name) ? null : deployment.Find(catalogue, name)?.Prices.CardFor(at, metering.ServiceTier);
        if (card is null || Price(Usage.Of(input: Sample)) is not (> 0 and var input))
        {
            return null;
        }

        decimal cached = Price(Usage.Of(input: Sample, cached: Sample)) ?? input;
        decimal write = Price(Usage.Of(input: Sample, cacheWrite: Sample)) ?? input;
        decimal output = Price(Usage.Of(output: Sample)) ?? 0;
        return new DeploymentPrices(input / Sample, cached / Sample, write / Sample, output / Sample, card.Currency);

        decimal? Price(in Usage usage) => CostCalculator.Price(usage, card, metering.Terms).Effective;
    }
}
