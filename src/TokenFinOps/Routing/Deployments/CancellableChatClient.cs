using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Deployments;

/// <summary>Ends calls when they are cancelled, also where the client below does not: some read a response without their token, and would wait for a stalled provider for ever.</summary>
internal sealed class CancellableChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Task<ChatResponse> answer = InnerClient.GetResponseAsync(messages, options, cancellationToken);
        try
        {
            return await answer.WaitAsync(cancellationToken);
        }
        finally
        {
            if (!answer.IsCompleted)
            {
                _ = ForgetAsync(answer);
            }
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<ChatResponseUpdate> stream = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        Task<bool> moved = Task.FromResult(true);
        try
        {
            while (await (moved = stream.MoveNextAsync().AsTask()).WaitAsync(cancellationToken))
            {
                yield return stream.Current;
            }

            // Some clients end a stream that is cancelled as if it were complete.
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            // A stream that is being read cannot be disposed.
            if (moved.IsCompleted)
            {
                await stream.DisposeAsync();
            }
            else
            {
                _ = DisposeAfterAsync(moved, stream);
            }
        }
    }

    private static async Task ForgetAsync(Task abandoned) => await abandoned.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task DisposeAfterAsync(Task moved, IAsyncEnumerator<ChatResponseUpdate> stream)
    {
        await ForgetAsync(moved);
        await stream.DisposeAsync();
    }
}
