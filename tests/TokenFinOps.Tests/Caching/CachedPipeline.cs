using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Attribution;
using TokenFinOps.Caching;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Caching;

/// <summary>A cache in front of a metered provider, for one test.</summary>
internal sealed class CachedPipeline
{
    public CachedPipeline(Action<SemanticCacheOptions>? configure = null, TestChatClient? provider = null)
    {
        Provider = provider ?? TestChatClient.Answering("the answer", new UsageDetails { InputTokenCount = 1_000, OutputTokenCount = 100 });
        Meter = new TestMeter(Provider);
        var options = new SemanticCacheOptions { Acceptance = new StaticThresholdPolicy(0.9f) };
        configure?.Invoke(options);
        Cache = new SemanticCache(options, Embedder, Time, Log);
        Client = new SemanticCacheChatClient(Meter.Client, Cache);
    }

    public TestChatClient Provider { get; }

    public TestMeter Meter { get; }

    public TestEmbedder Embedder { get; } = new();

    public LogRecorder<SemanticCache> Log { get; } = new();

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", null));

    public SemanticCache Cache { get; }

    public SemanticCacheChatClient Client { get; }

    /// <summary>The cost of one call of the provider.</summary>
    public async Task<decimal> CallCostAsync() => (await Meter.EntriesAsync()).First(static entry => entry.Kind == LedgerEntryKind.Attempt).Cost.Effective!.Value;

    public Task<ChatResponse> AskAsync(string question, bool streaming = false, ChatOptions? options = null) => AskAsync(Client, [new(ChatRole.User, question)], streaming, options);

    public Task<ChatResponse> AskAsync(IEnumerable<ChatMessage> messages, bool streaming = false, ChatOptions? options = null) => AskAsync(Client, messages, streaming, options);

    public static async Task<ChatResponse> AskAsync(IChatClient client, IEnumerable<ChatMessage> messages, bool streaming, ChatOptions? options = null) => streaming
        ? await client.GetStreamingResponseAsync(messages, options, TestContext.Current.CancellationToken).ToChatResponseAsync()
        : await client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);

    public async Task<ChatResponse> AskAsAsync(string tag, string value, string question)
    {
        using (AttributionScope.Begin(TagSet.Of((tag, value))))
        {
            return await AskAsync(question);
        }
    }
}
