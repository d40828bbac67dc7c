using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.Guardrails;

/// <summary>A model that says what a transcript has next.</summary>
internal sealed class TranscriptChatClient : IChatClient
{
    /// <summary>The key of the options' property that holds the next message.</summary>
    public const string Next = "next";

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse((ChatMessage)options!.AdditionalProperties![Next]!)
        {
            ModelId = "transcript",
            Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
        });

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Transcripts are not streamed.");

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
