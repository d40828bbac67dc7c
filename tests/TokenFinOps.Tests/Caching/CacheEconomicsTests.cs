using Microsoft.Extensions.AI;
using TokenFinOps.Caching;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Caching;

public sealed class CacheEconomicsTests : IDisposable
{
    private readonly TestEmbedder _embedder = new() { Usage = new UsageDetails { InputTokenCount = 1_000_000 } };

    public void Dispose() => _embedder.Dispose();

    [Fact]
    public async Task What_embedding_costs_is_taken_off_what_the_cache_saves()
    {
        (SemanticCacheChatClient client, TestMeter meter, _) = Pipeline();
        await client.GetResponseAsync("reset password", null, TestContext.Current.CancellationToken);

        LedgerEntry embedding = (await meter.EntriesAsync()).Single(static entry => entry.Operation == "embeddings");
        Assert.Equal((0m, -0.02m, "cache-embedding", CacheLookup.OwnCall), (embedding.BaselineCost!.Value, embedding.SavingsByLever!.Cache, embedding.Tags["step"], embedding.Cache!.Lookup));
        Assert.Equal(0.02m, embedding.Cost.Effective);
    }

    [Fact]
    public async Task Where_hits_save_less_than_embeddings_cost_few_questions_are_embedded()
    {
        (SemanticCacheChatClient client, _, SemanticCache cache) = Pipeline();
        for (int i = 0; i < 600; i++)
        {
            await client.GetResponseAsync($"unique{i}", null, TestContext.Current.CancellationToken);
        }

        Assert.Equal((110, 490), (_embedder.Calls, (int)cache.GetStatistics().NotWorthEmbedding));
        Assert.NotNull((await client.GetResponseAsync("unique599", null, TestContext.Current.CancellationToken)).GetCacheHit());
    }

    private (SemanticCacheChatClient Client, TestMeter Meter, SemanticCache Cache) Pipeline()
    {
        var meter = new TestMeter(TestChatClient.Answering("yes", new UsageDetails { InputTokenCount = 10, OutputTokenCount = 1 }));
        meter.Prices.Source = static () => new PriceCatalogue(
            "test-1", new ModelPrices("openai", "gpt-test", TestPrices.Card), new ModelPrices("test", "text-embedding-3-small", new RateCard(new Rate(UsageKind.InputTokens, 0.02m))));
        var cache = new SemanticCache(null, new MeteringEmbeddingGenerator(_embedder, meter.Recorder), meter.Time);
        return (new SemanticCacheChatClient(meter.Client, cache), meter, cache);
    }
}
