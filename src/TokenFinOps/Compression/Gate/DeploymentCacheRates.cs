using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Compression.Gate;

/// <summary>Reads the rates of a deployment's prompt cache from its prices, again when the catalogue changes. Thread-safe.</summary>
internal sealed class DeploymentCacheRates(PromptCompressionOptions options, MeteringChatClient? meter, TimeProvider time)
{
    private const long Sample = 10_000;

    private Found? _found;

    public PromptCacheRates Of(string? model)
    {
        if (options.PromptCache is { } said || meter is null)
        {
            return options.PromptCache ?? PromptCacheRates.None;
        }

        PriceCatalogue catalogue = meter.Recorder.Catalogues.Current;
        Found? found = Volatile.Read(ref _found);
        if (found is null || !ReferenceEquals(found.Catalogue, catalogue) || found.Model != model)
        {
            found = new Found(catalogue, model, Read(catalogue, meter.Deployment, model));
            Volatile.Write(ref _found, found);
        }

        return found.Rates;
    }

    private PromptCacheRates Read(PriceCatalogue catalogue, MeteredDeployment deployment, string? model)
    {
        MeteringOptions metering = deployment.Options;
        string? name = metering.PriceAs ?? model ?? deployment.DefaultModel;
        RateCard? card = string.IsNullOrEmpty(name) ? null : deployment.Find(catalogue, name)?.Prices.CardFor(time.GetUtcNow(), metering.ServiceTier);
        if (card is null || At(card, metering, Usage.Of(input: Sample)) is not (> 0 and var input))
        {
            return PromptCacheRates.None;
        }

        decimal read = At(card, metering, Usage.Of(input: Sample, cached: Sample)) / input ?? 1;
        decimal write = At(card, metering, Usage.Of(input: Sample, cacheWrite: Sample)) / input ?? 1;
        return read < 1 ? new PromptCacheRates(Math.Max(1, write), read) : PromptCacheRates.None;
    }

    private static decimal? At(RateCard card, MeteringOptions metering, in Usage usage) => CostCalculator.Price(usage, card, metering.Terms).Effective;

    private sealed record Found(PriceCatalogue Catalogue, string? Model, PromptCacheRates Rates);
}
