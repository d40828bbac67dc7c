using Microsoft.Extensions.AI;
using TokenFinOps.Caching;
using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Tests.Caching.Storage.Conformance;

/// <summary>A model that answers every question with the question, behind a cache over a store, as in one process.</summary>
internal sealed class AnsweringClient : IChatClient, IAsyncDisposable
{
    private readonly SemanticCacheChatClient _client;
    private int _calls;

    public AnsweringClient(ISemanticCacheStore store, TimeProvider? time = null, SemanticCacheOptions? options = null)
    {
        Cache = new SemanticCache(options, timeProvider: time, store: store);
        _client = new SemanticCacheChatClient(this, Cache);
    }

    public SemanticCache Cache { get; }

    public int Calls => Volatile.Read(ref _calls);

    public async Task<ChatResponse> AskAsync(string question, string tenant = "acme", CacheControl? control = null)
    {
        using (FinOps.Attribute(("tenant", tenant)))
        {
            return await (control is null ? _client : _client.WithCacheControl(control)).GetResponseAsync(question, null, TestContext.Current.CancellationToken);
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        var answer = new ChatMessage(
            ChatRole.Assistant,
            [new TextReasoningContent("thought"), new TextContent($"to {messages.Last().Text}") { Annotations = [new CitationAnnotation { Title = "Handbook" }] }]);
        return Task.FromResult(new ChatResponse(answer) { FinishReason = ChatFinishReason.Stop, ModelId = "gpt-test" });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => _client.Dispose();

    public ValueTask DisposeAsync() => Cache.DisposeAsync();
}
