using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Benchmarks.EndToEnd;

/// <summary>Middleware that passes streams on and does nothing: the least that any middleware can cost.</summary>
internal sealed class PassThroughChatClient(IChatClient innerClient) : DelegatingChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            yield return update;
        }
    }
}
