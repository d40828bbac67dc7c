namespace TokenFinOps.Routing.Execution;

/// <summary>Cancels an attempt that takes too long, that lost against another, or whose caller has left. Used by one attempt.</summary>
internal sealed class AttemptClock : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _caller;
    private volatile bool _isGivenUp;

    public AttemptClock(TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        _source = new CancellationTokenSource(timeout, time);
        _caller = caller;
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Gets a value indicating whether the attempt took too long, and neither its caller nor the router gave it up.</summary>
    public bool HasTimedOut => _source.IsCancellationRequested && !_caller.IsCancellationRequested && !_isGivenUp;

    /// <summary>Gets a value indicating whether the attempt has less time than it is due, because those before it used up the request's.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>Gets a value indicating whether the router gave the attempt up, because another one answered.</summary>
    public bool IsGivenUp => _isGivenUp;

    public void Restart(TimeSpan timeout) => _source.CancelAfter(timeout);

    /// <summary>Stops the clock while it is not the provider that is waited for.</summary>
    public void Stop() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Cancel()
    {
        _isGivenUp = true;
        try
        {
            _source.Cancel();
        }
        catch (Exception)
        {
            // A callback of the provider's client threw, or the attempt has just ended by itself: either way it is over, and what it was given up for stands.
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
