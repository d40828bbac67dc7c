using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Fakes;

/// <summary>A catalogue with one model: <c>gpt-test</c> of openai, 2.50 and 10 USD per million tokens, 0.25 cached.</summary>
internal sealed class TestPrices : IPriceCatalogueProvider
{
    public static readonly RateCard Card = new(
        new Rate(UsageKind.InputTokens, 2.5m), new Rate(UsageKind.CacheReadTokens, 0.25m), new Rate(UsageKind.CacheWriteTokens, 3m), new Rate(UsageKind.OutputTokens, 10m));

    public static readonly RateCard Priority = new(new Rate(UsageKind.InputTokens, 5m), new Rate(UsageKind.OutputTokens, 20m)) { ServiceTier = ServiceTier.Priority };

    public Func<PriceCatalogue> Source { get; set; } = static () => new PriceCatalogue("test-1", new ModelPrices("openai", "gpt-test", Card, Priority));

    public PriceCatalogue Current => Source();
}
