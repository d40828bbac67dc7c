using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.Routing.Sessions;

/// <summary>A provider that answers what was recorded and, as providers do, has the beginnings of prompts in a cache for five minutes after their last use.</summary>
internal sealed class SessionProvider(string model, TimeProvider clock, Func<SessionTurn> turn) : IChatClient
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Dictionary<long, DateTimeOffset> _cached = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        SessionTurn asked = turn();
        return Task.FromResult(new ChatResponse(asked.Answer)
        {
            ModelId = model,
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = asked.InputTokens, CachedInputTokenCount = Cached(asked.Prefix), OutputTokenCount = asked.OutputTokens },
        });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(model.StartsWith("claude", StringComparison.Ordinal) ? "anthropic" : "openai", null, model) : null;

    public void Dispose()
    {
    }

    private long Cached(IReadOnlyList<PromptBlock> prefix)
    {
        DateTimeOffset now = clock.GetUtcNow();
        long hit = 0;
        bool isHit = true;
        foreach (PromptBlock block in prefix)
        {
            isHit = isHit && _cached.TryGetValue(block.Id, out DateTimeOffset used) && now - used <= Lifetime;
            hit += isHit ? block.Tokens : 0;
            _cached[block.Id] = now;
        }

        return hit;
    }
}
