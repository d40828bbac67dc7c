using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Routing.Deployments;

/// <summary>What requests are expected to cost at a deployment: the rates of today's catalogue, looked up again when the catalogue changes. Thread-safe.</summary>
/// <remarks>For comparing deployments, not for billing: long contexts are priced by the billing engine, short ones by their rate alone.</remarks>
internal sealed class DeploymentRates(IPriceCatalogueProvider catalogues, MeteredDeployment deployment, string model, TimeProvider time)
{
    private const long Sample = 10_000;
    private static readonly TimeSpan CardsChange = TimeSpan.FromMinutes(1);

    private Rates? _rates;

    public long? ContextWindow => Current.Prices?.ContextWindow;

    public long? MaxOutputTokens => Current.Prices?.MaxOutputTokens;

    private Rates Current
    {
        get
        {
            PriceCatalogue catalogue = catalogues.Current;
            long now = time.GetTimestamp();
            return Volatile.Read(ref _rates) is { } rates && ReferenceEquals(rates.Catalogue, catalogue) && time.GetElapsedTime(rates.ReadAt, now) < CardsChange
                ? rates
                : Read(catalogue, now);
        }
    }

    /// <summary>Estimates a request in US dollars; <see langword="null"/> when there is no price in US dollars for all of it.</summary>
    public decimal? Estimate(long input, long cached, long output)
    {
        Rates rates = Current;
        return rates.Card is not { } card ? null
            : input > Sample && card.HasTiers ? Exact(card, input, cached, output)
            : Part(rates.Input, input - cached) + Part(rates.Cached, cached) + Part(rates.Output, output);
    }

    // What is not used needs no rate.
    private static decimal? Part(decimal? rate, long tokens) => tokens == 0 ? 0 : rate * tokens;

    private Rates Read(PriceCatalogue catalogue, long now)
    {
        MeteringOptions options = deployment.Options;
        ModelPrices? prices = deployment.Find(catalogue, options.PriceAs ?? model)?.Prices;
        RateCard? card = prices?.CardFor(time.GetUtcNow(), options.ServiceTier) is { Currency: CurrencyCode.Usd } found ? found : null;
        var rates = new Rates(catalogue, now, prices, card, At(card, Sample, 0, 0), At(card, Sample, Sample, 0), At(card, 0, 0, Sample));
        Volatile.Write(ref _rates, rates);
        return rates;
    }

    private decimal? At(RateCard? card, long input, long cached, long output) => card is null ? null : Exact(card, input, cached, output) / Sample;

    // A bill that lacks a rate is too low, and would win every comparison.
    private decimal? Exact(RateCard card, long input, long cached, long output) =>
        CostCalculator.Price(Usage.Of(input, output, cached), card, deployment.Options.Terms) is { Status: not PricingStatus.PartiallyPriced } bill ? bill.Effective : null;

    private sealed record Rates(PriceCatalogue Catalogue, long ReadAt, ModelPrices? Prices, RateCard? Card, decimal? Input, decimal? Cached, decimal? Output);
}
