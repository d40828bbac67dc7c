using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;

namespace TokenFinOps.Routing.Execution;

/// <summary>An answer that has come, or a stream that has begun. Its end, however it comes, is told to the deployment's health once.</summary>
internal sealed class OpenedAnswer(Deployment deployment, HealthTicket ticket, AttemptPlan plan, AttemptClock clock) : IAsyncDisposable
{
    private bool _isOver;

    public Deployment Deployment => deployment;

    public AttemptPlan Plan => plan;

    /// <summary>Gets the whole answer, when it was not streamed.</summary>
    public ChatResponse? Response { get; init; }

    /// <summary>Gets the stream, with <see cref="First"/> already read from it.</summary>
    public IAsyncEnumerator<ChatResponseUpdate>? Stream { get; init; }

    /// <summary>Gets what was read of the stream so far: up to the first update that says something.</summary>
    public IReadOnlyList<ChatResponseUpdate> First { get; init; } = [];

    public bool IsEnded { get; init; }

    /// <summary>Reads on. The clock runs only while the provider is waited for: a reader may take its time.</summary>
    public async ValueTask<bool> MoveNextAsync(TimeSpan stallTimeout)
    {
        try
        {
            ValueTask<bool> moved = Stream!.MoveNextAsync();
            if (moved.IsCompleted)
            {
                return await moved;
            }

            clock.Restart(stallTimeout);
            bool hasMoved = await moved;
            clock.Stop();
            return hasMoved;
        }
        catch (OperationCanceledException exception) when (clock.HasTimedOut)
        {
            throw new TimeoutException($"The stream of '{deployment.Name}' paused for more than {stallTimeout}.", exception);
        }
    }

    /// <summary>Makes the whole answer look like a stream that has been read.</summary>
    public OpenedAnswer AsStream() => new(deployment, ticket, plan, clock) { First = Response!.ToChatResponseUpdates(), IsEnded = true, _isOver = true };

    public void Succeeded()
    {
        if (!_isOver)
        {
            _isOver = true;
            deployment.Health.Succeeded(ticket);
        }
    }

    public void Failed(FailureKind kind, TimeSpan? retryAfter)
    {
        if (!_isOver)
        {
            _isOver = true;
            deployment.Health.Failed(ticket, kind, retryAfter);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await (Stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        finally
        {
            if (!_isOver)
            {
                _isOver = true;
                deployment.Health.Left(ticket);
            }

            clock.Dispose();
        }
    }
}
