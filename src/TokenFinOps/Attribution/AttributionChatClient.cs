using Microsoft.Extensions.AI;

namespace TokenFinOps.Attribution;

/// <summary>Holds the attribution of a call from the moment it was made until its last streamed update, and can add tags of its own.</summary>
/// <remarks>
/// Other middleware, function invocation among it, calls its inner client only when a stream is read. Should the scope have been closed by then, the tags would be lost.
/// Placed outermost, this client captures the scope when the call is made and restores it for every step of the stream. Thread-safe.
/// </remarks>
public sealed class AttributionChatClient : DelegatingChatClient
{
    private readonly TagSet _tags;

    /// <summary>Initializes a new instance of the <see cref="AttributionChatClient"/> class.</summary>
    /// <param name="innerClient">The client that the calls go to.</param>
    /// <param name="tags">Tags for every call through this client, over those of the open scope; <see langword="null"/> for none.</param>
    public AttributionChatClient(IChatClient innerClient, TagSet? tags = null)
        : base(innerClient) => _tags = tags ?? TagSet.Empty;

    /// <inheritdoc/>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        AttributionScope? previous = AttributionScope.Exchange(AttributionScope.Extend(_tags));
        try
        {
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
        finally
        {
            AttributionScope.Exchange(previous);
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        AttributionScope? scope = AttributionScope.Extend(_tags);
        AttributionScope? previous = AttributionScope.Exchange(scope);
        try
        {
            return new AttributedStream<ChatResponseUpdate>(base.GetStreamingResponseAsync(messages, options, cancellationToken), scope);
        }
        finally
        {
            AttributionScope.Exchange(previous);
        }
    }
}
