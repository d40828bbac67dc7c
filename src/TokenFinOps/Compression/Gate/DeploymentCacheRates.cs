using System.Collections.Concurrent;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Compression.Gate;

/// <summary>Reads the rates of a deployment's prompt cache from its prices, again when the catalogue changes. Thread-safe.</summary>
internal sealed class DeploymentCacheRates(PromptCompressionOptions? options, MeteringChatClient? meter, TimeProvider time)
{
    private const int MostModels = 256;

    private readonly ConcurrentDictionary<string, ObservedCache> _observed = new(StringComparer.Ordinal);
    private Found? _found;

    public PromptCacheRates Of(string? model)
    {
        if (options?.PromptCache is { } said)
        {
            return said;
        }

        if (meter is null)
        {
            return PromptCacheRates.None;
        }

        PriceCatalogue catalogue = meter.Recorder.Catalogues.Current;
        Found? found = Volatile.Read(ref _found);
        if (found is null || !ReferenceEquals(found.Catalogue, catalogue) || found.Model != model)
        {
            found = new Found(catalogue, model, Read(catalogue, meter.Deployment, model));
            Volatile.Write(ref _found, found);
        }

        return Observed(model) is { IsIdle: true } ? PromptCacheRates.None : found.Rates;
    }

    /// <summary>Learns from an answer how much the cache served of what it could.</summary>
    /// <param name="model">The model that was asked for.</param>
    /// <param name="expected">The tokens that had been sent before.</param>
    /// <param name="read">Those that the provider says it read from its cache; <see langword="null"/> when it does not say.</param>
    public void Learn(string? model, long expected, long? read)
    {
        if (read is { } tokens && expected >= PromptCacheRates.None.MinimumTokens)
        {
            Observed(model)?.Add(expected, tokens);
        }
    }

    private ObservedCache? Observed(string? model)
    {
        string key = model ?? string.Empty;
        return _observed.TryGetValue(key, out ObservedCache? observed) ? observed
            : _observed.Count < MostModels ? _observed.GetOrAdd(key, static _ => new ObservedCache())
            : null;
    }

    private PromptCacheRates Read(PriceCatalogue catalogue, MeteredDeployment deployment, string? model) =>
        DeploymentPrices.Of(catalogue, deployment, model, time.GetUtcNow()) is { } prices && prices.Cached < prices.Input
            ? new PromptCacheRates(Math.Max(1, prices.Write / prices.Input), prices.Cached / prices.Input)
            : PromptCacheRates.None;

    private sealed record Found(PriceCatalogue Catalogue, string? Model, PromptCacheRates Rates);
}
