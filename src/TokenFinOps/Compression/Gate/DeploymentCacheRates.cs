using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Compression.Gate;

/// <summary>Reads the rates of a deployment's prompt cache from its prices, again when the catalogue changes. Thread-safe.</summary>
internal sealed class DeploymentCacheRates(PromptCompressionOptions options, MeteringChatClient? meter, TimeProvider time)
{
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

    private PromptCacheRates Read(PriceCatalogue catalogue, MeteredDeployment deployment, string? model) =>
        DeploymentInputPrices.Of(catalogue, deployment, model, time.GetUtcNow()) is { } prices && prices.Cached < prices.Input
            ? new PromptCacheRates(Math.Max(1, prices.Write / prices.Input), prices.Cached / prices.Input)
            : PromptCacheRates.None;

    private sealed record Found(PriceCatalogue Catalogue, string? Model, PromptCacheRates Rates);
}
