using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What a metering client knows of its deployment before any call: options and the inner client's own metadata.</summary>
internal sealed class MeteredDeployment
{
    public MeteredDeployment(MeteringOptions options, string operation, string? providerName, Uri? endpoint, string? defaultModel, bool mayBeSum)
    {
        options.Validate();
        Options = options;
        Operation = operation;
        Provider = options.Provider ?? providerName;

        // Who is named by the user sends the bill, whatever address the calls go through.
        Endpoint = string.IsNullOrWhiteSpace(options.Provider) ? endpoint : null;
        DefaultModel = defaultModel;
        Notes = mayBeSum ? MeteringNotes.MayBeSum : MeteringNotes.None;
        Routing = options.Tier is { } tier ? new AttemptRouting(tier) : null;
        StreamingUsage = options.StreamingUsage
            ?? (string.Equals(Provider, "anthropic", StringComparison.OrdinalIgnoreCase) ? StreamingUsagePolicy.Max : StreamingUsagePolicy.Auto);
    }

    public MeteringOptions Options { get; }

    public string Operation { get; }

    public string? Provider { get; }

    public Uri? Endpoint { get; }

    public string? DefaultModel { get; }

    public MeteringNotes Notes { get; }

    /// <summary>Gets what is written on the entries of attempts that no router made.</summary>
    public AttemptRouting? Routing { get; }

    public StreamingUsagePolicy StreamingUsage { get; }

    /// <summary>Finds the prices of a model as this deployment bills it.</summary>
    public PriceMatch? Find(PriceCatalogue catalogue, string model) => catalogue.Find(new ModelReference(model, Provider, Options.Deployment, Endpoint));
}
