using System.Globalization;
using Microsoft.Extensions.AI;

namespace QuickStart.Replay;

/// <summary>The provider of a replay: answers every call at once, with the usage that the trace recorded for it.</summary>
internal sealed class ReplayChatClient(string model) : IChatClient
{
    private readonly BlockCache _cache = new();
    private readonly ChatClientMetadata _metadata = new(defaultModelId: model);
    private long _calls;

    /// <summary>Makes the message that stands for a row.</summary>
    public static ChatMessage Message(TraceRow row) => new(ChatRole.User, string.Empty) { RawRepresentation = row };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (messages.Last().RawRepresentation is not TraceRow row)
        {
            throw new ArgumentException("A replay answers only messages made from a trace row.", nameof(messages));
        }

        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Empty))
        {
            ResponseId = (++_calls).ToString(CultureInfo.InvariantCulture),
            ModelId = model,
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails
            {
                InputTokenCount = row.InputTokens,
                CachedInputTokenCount = _cache.Read(row),
                OutputTokenCount = row.OutputTokens,
                TotalTokenCount = row.InputTokens + row.OutputTokens,
            },
        });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A trace does not say how its answers were streamed.");

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing is held.
    }
}
