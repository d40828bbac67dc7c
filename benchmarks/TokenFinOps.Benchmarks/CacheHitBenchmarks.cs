using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using TokenFinOps.Caching;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Benchmarks;

/// <summary>
/// A whole hit, embedding excluded, beside one of Microsoft.Extensions.AI's own exact cache: the same conversation of a system message and a question, answered from a partition with many
/// entries, word for word and in other words, with its entry in the ledger and without a ledger.
/// </summary>
[MemoryDiagnoser]
public class CacheHitBenchmarks
{
    private static readonly ChatOptions Options = new() { ModelId = "gpt-4o-mini", Temperature = 0.2f };

    private NearbyQuestions _questions = null!;
    private IChatClient _distributed = null!;
    private IChatClient _cached = null!;
    private IChatClient _metered = null!;

    [Params(10_000, 100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        var provider = new StubChatClient();
        _questions = new NearbyQuestions(Entries);
        _distributed = new ChatClientBuilder(provider)
            .UseDistributedCache(new MemoryDistributedCache(new OptionsWrapper<MemoryDistributedCacheOptions>(new MemoryDistributedCacheOptions { SizeLimit = 1L << 32 })))
            .Build();
        var recorder = new CostRecorder(new InMemoryCostLedger(), new FixedPrices());
        _cached = await FilledAsync(provider);
        _metered = await FilledAsync(new MeteringChatClient(provider, recorder));
        await _distributed.GetResponseAsync(Ask(NearbyQuestions.Stored(Entries / 2)), Options);
        if ((await SimilarHit()).GetCacheHit() is not { IsExact: false } || (await ExactHit()).GetCacheHit() is not { IsExact: true })
        {
            throw new InvalidOperationException("The cache did not hit.");
        }
    }

    [Benchmark(Baseline = true)]
    public Task<ChatResponse> DistributedCacheHit() => _distributed.GetResponseAsync(Ask(NearbyQuestions.Stored(Entries / 2)), Options);

    [Benchmark]
    public Task<ChatResponse> ExactHit() => _cached.GetResponseAsync(Ask(NearbyQuestions.Stored(Entries / 2)), Options);

    [Benchmark]
    public Task<ChatResponse> ExactHitOnTheLedger() => _metered.GetResponseAsync(Ask(NearbyQuestions.Stored(Entries / 2)), Options);

    [Benchmark]
    public Task<ChatResponse> SimilarHit() => _cached.GetResponseAsync(Ask(_questions.Reworded), Options);

    [Benchmark]
    public Task<ChatResponse> SimilarHitOnTheLedger() => _metered.GetResponseAsync(Ask(_questions.Reworded), Options);

    private async Task<IChatClient> FilledAsync(IChatClient inner)
    {
        var cache = new SemanticCache(
            new SemanticCacheOptions { MaxBytes = 4L << 30, TimeToLive = TimeSpan.FromDays(1), Acceptance = new StaticThresholdPolicy(0.9f, guard: true) }, _questions);
        var client = new SemanticCacheChatClient(inner, cache);

        // Paraphrases would be answered from the cache in place of being kept.
        IChatClient fresh = client.WithCacheControl(CacheControl.Refresh);
        for (int i = 0; i < Entries; i++)
        {
            await fresh.GetResponseAsync(Ask(NearbyQuestions.Stored(i)), Options);
        }

        // The index learns its rotation behind the requests.
        await Task.Delay(TimeSpan.FromSeconds(5));
        return client;
    }

    private static ChatMessage[] Ask(string question) => [new(ChatRole.System, "You answer the questions of a shop's customers, in one sentence."), new(ChatRole.User, question)];

    private sealed class FixedPrices : IPriceCatalogueProvider
    {
        public PriceCatalogue Current => PriceCatalogue.Shipped;
    }
}
