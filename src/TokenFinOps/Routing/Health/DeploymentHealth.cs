namespace TokenFinOps.Routing.Health;

/// <summary>How a deployment fares: a circuit breaker, the calls under way, and how fast it answers.</summary>
/// <remarks>
/// Closed, it lets all calls through; open, none until a time; then half open, one probe at a time, which closes it or opens it for twice as long. Thread-safe.
/// </remarks>
internal sealed class DeploymentHealth(CircuitOptions options, int? capacity, TimeProvider time)
{
    private const double NewestWeight = 0.2;

    private readonly Lock _gate = new();
    private readonly bool[] _failed = new bool[options.Window];
    private int _calls;
    private int _failures;
    private int _failuresInRow;
    private int _openings;
    private long _openedAt;
    private TimeSpan _openFor;
    private bool _isOpen;
    private bool _isProbed;
    private int _inFlight;
    private double _latency;

    /// <summary>Gets how many calls are under way.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Gets a value indicating whether one more call would be more than the deployment serves well.</summary>
    public bool IsFull => capacity is { } most && InFlight >= most;

    /// <summary>Gets the time to the first update, smoothed, in seconds; 0 before the first call.</summary>
    public double Latency => Volatile.Read(ref _latency);

    /// <summary>Gets how long no call should be made; zero when one may be made now, be it as a probe.</summary>
    public TimeSpan Wait
    {
        get
        {
            if (!Volatile.Read(ref _isOpen))
            {
                return TimeSpan.Zero;
            }

            lock (_gate)
            {
                return !_isOpen ? TimeSpan.Zero : Remaining();
            }
        }
    }

    /// <summary>Begins a call, unless the circuit is open or another call probes it.</summary>
    public bool TryEnter()
    {
        if (Volatile.Read(ref _isOpen))
        {
            lock (_gate)
            {
                if (_isOpen && (_isProbed || Remaining() > TimeSpan.Zero))
                {
                    return false;
                }

                _isProbed = _isOpen;
            }
        }

        Interlocked.Increment(ref _inFlight);
        return true;
    }

    /// <summary>Ends a call that was answered.</summary>
    public void Succeeded(TimeSpan latency)
    {
        lock (_gate)
        {
            Remember(failed: false);
            _failuresInRow = 0;
            _latency = _latency == 0 ? latency.TotalSeconds : _latency + (NewestWeight * (latency.TotalSeconds - _latency));
            if (_isProbed)
            {
                Close();
            }
        }

        Interlocked.Decrement(ref _inFlight);
    }

    /// <summary>Ends a call of which nothing can be said: its caller left.</summary>
    public void Left()
    {
        Volatile.Write(ref _isProbed, false);
        Interlocked.Decrement(ref _inFlight);
    }

    /// <summary>Ends a call that failed.</summary>
    public void Failed(FailureKind kind, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            bool blamesDeployment = kind is FailureKind.Transient or FailureKind.RateLimited or FailureKind.Misconfigured;
            if (blamesDeployment)
            {
                Remember(failed: true);
                _failuresInRow++;
                if (kind == FailureKind.RateLimited || _isProbed || IsTripped())
                {
                    Open(retryAfter);
                }
            }

            _isProbed = false;
        }

        Interlocked.Decrement(ref _inFlight);
    }

    private TimeSpan Remaining()
    {
        TimeSpan left = _openFor - time.GetElapsedTime(_openedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private bool IsTripped() =>
        _failuresInRow >= options.FailuresInRow || (_calls >= options.Window && _failures >= options.FailureShare * options.Window);

    private void Open(TimeSpan? asked)
    {
        // Calls that were under way when it opened fail too; they are not further trouble.
        if (_isOpen && !_isProbed && (asked ?? TimeSpan.Zero) <= Remaining())
        {
            return;
        }

        TimeSpan grown = options.Cooldown * Math.Pow(2, Math.Min(_openings, 30));
        TimeSpan wait = asked ?? grown;
        _openFor = wait < options.MaxCooldown ? wait : options.MaxCooldown;
        _openedAt = time.GetTimestamp();
        _openings++;
        Volatile.Write(ref _isOpen, true);
    }

    private void Close()
    {
        _openings = 0;
        _isProbed = false;
        Array.Clear(_failed);
        (_calls, _failures) = (0, 0);
        Volatile.Write(ref _isOpen, false);
    }

    private void Remember(bool failed)
    {
        int slot = _calls % options.Window;
        _failures += (failed ? 1 : 0) - (_calls >= options.Window && _failed[slot] ? 1 : 0);
        _failed[slot] = failed;
        _calls = _calls == int.MaxValue ? options.Window : _calls + 1;
    }
}
