using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;

namespace TokenFinOps.Caching;

/// <summary>Says something of the semantic cache for every call through it. What it says travels with the attribution, never in the options: those reach the provider.</summary>
internal sealed class CacheControlChatClient(IChatClient innerClient, CacheControl control) : DelegatingChatClient(innerClient)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        AttributionScope? outside = Enter();
        try
        {
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
        finally
        {
            AttributionScope.Exchange(outside);
        }
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        AttributionScope? outside = Enter();
        try
        {
            // Function invocation asks for its inner stream only when its own is read.
            return new AttributedStream<ChatResponseUpdate>(base.GetStreamingResponseAsync(messages, options, cancellationToken), AttributionScope.Current);
        }
        finally
        {
            AttributionScope.Exchange(outside);
        }
    }

    private AttributionScope? Enter()
    {
        AttributionScope? scope = AttributionScope.Current;
        return AttributionScope.Exchange(AttributionScope.For(scope, new CacheControlStage(scope?.Stage, control)));
    }
}
