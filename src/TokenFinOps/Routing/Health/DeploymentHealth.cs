namespace TokenFinOps.Routing.Health;

/// <summary>How a deployment fares: a circuit breaker, the calls under way, and how fast it answers.</summary>
/// <remarks>
/// <para>
/// Closed, it lets all calls through; open, none until a time; then half open, one probe at a time, which closes it as soon as its answer begins, or opens it for twice as long.
/// </para>
/// <para>
/// Every call has a ticket of the generation in which it began; each opening and closing begins a new one. Calls of an older generation neither close nor open it: they tell how
/// the deployment was, not how it is. Thread-safe.
/// </para>
/// </remarks>
internal sealed class DeploymentHealth(CircuitOptions options, int? capacity, TimeProvider time)
{
    private const int MostDoublings = 30;

    private readonly Lock _gate = new();
    private readonly bool[] _failed = new bool[options.Window];
    private readonly LatencyEstimate _latency = new(time);
    private int _calls;
    private int _failures;
    private int _failuresInRow;
    private int _openings;
    private int _generation;
    private long _openedAt;
    private long _forcedAt;
    private TimeSpan _openFor;
    private bool _isOpen;
    private bool _isAskedFor;
    private bool _isProbed;
    private int _inFlight;

    /// <summary>Gets how many calls are under way.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Gets a value indicating whether one more call would be more than the deployment serves well.</summary>
    public bool IsFull => capacity is { } most && InFlight >= most;

    /// <summary>Gets the time to the first update in seconds, smoothed, and halved with every ten minutes since it was measured; 0 before the first call.</summary>
    public double Latency => _latency.Seconds;

    /// <summary>Gets the ticket of a call that begins now and is no probe.</summary>
    public HealthTicket Ticket => new(Volatile.Read(ref _generation), IsProbe: false);

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

    /// <summary>
    /// Gets how long it takes until a request that nobody else can serve may probe before its time, or <see langword="null"/> where the provider asked to be left alone; zero
    /// while another call probes.
    /// </summary>
    public TimeSpan? WaitForForced
    {
        get
        {
            lock (_gate)
            {
                return !_isOpen || _isProbed ? TimeSpan.Zero : _isAskedFor ? null : Until(options.Cooldown, _forcedAt);
            }
        }
    }

    /// <summary>Begins a call that is no probe, unless the circuit is open.</summary>
    public bool TryEnter()
    {
        if (Volatile.Read(ref _isOpen))
        {
            return false;
        }

        Interlocked.Increment(ref _inFlight);
        return true;
    }

    /// <summary>Begins a call, unless the circuit is open or another call probes it.</summary>
    public bool TryEnter(out HealthTicket ticket)
    {
        ticket = Ticket;
        if (Volatile.Read(ref _isOpen))
        {
            lock (_gate)
            {
                if (_isOpen && (_isProbed || Remaining() > TimeSpan.Zero))
                {
                    return false;
                }

                ticket = Probing();
            }
        }

        Interlocked.Increment(ref _inFlight);
        return true;
    }

    /// <summary>Begins a probe before its time, at most one in every cooldown, for a request that would be refused unsent otherwise.</summary>
    /// <remarks>After a long outage the time until the next probe has grown to minutes. A provider that is well again should not be found unavailable all the while.</remarks>
    public bool TryForce(out HealthTicket ticket)
    {
        lock (_gate)
        {
            ticket = default;
            if (_isOpen && (_isProbed || _isAskedFor || Until(options.Cooldown, _forcedAt) > TimeSpan.Zero))
            {
                return false;
            }

            ticket = Probing();
            _forcedAt = time.GetTimestamp();
        }

        Interlocked.Increment(ref _inFlight);
        return true;
    }

    /// <summary>Notes that an answer has begun. A deployment that answers is well: a probe closes the circuit now and not when its stream ends.</summary>
    /// <returns>The ticket with which the call ends.</returns>
    public HealthTicket Began(HealthTicket ticket, TimeSpan latency)
    {
        lock (_gate)
        {
            _latency.Measure(latency);
            if (!IsProbing(ticket))
            {
                return ticket;
            }

            Close();
            return Ticket;
        }
    }

    /// <summary>Ends a call that was answered.</summary>
    public void Succeeded(HealthTicket ticket)
    {
        lock (_gate)
        {
            if (ticket.Generation == _generation && !_isOpen)
            {
                Remember(failed: false);
                _failuresInRow = 0;
            }
        }

        Interlocked.Decrement(ref _inFlight);
    }

    /// <summary>Ends a call of which nothing can be said: its caller left, or the request was at fault.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="waited">How long it was waited for in vain, where it was given up because it was slow.</param>
    public void Left(HealthTicket ticket, TimeSpan? waited = null)
    {
        lock (_gate)
        {
            if (waited is { } least)
            {
                _latency.MeasureAtLeast(least);
            }

            EndProbe(ticket);
        }

        Interlocked.Decrement(ref _inFlight);
    }

    /// <summary>Ends a call that failed.</summary>
    public void Failed(HealthTicket ticket, FailureKind kind, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            if (kind is FailureKind.Transient or FailureKind.RateLimited or FailureKind.Misconfigured)
            {
                Blame(ticket, kind, retryAfter);
            }

            EndProbe(ticket);
        }

        Interlocked.Decrement(ref _inFlight);
    }

    private void Blame(HealthTicket ticket, FailureKind kind, TimeSpan? retryAfter)
    {
        bool isAskedFor = retryAfter > TimeSpan.Zero;
        if (IsProbing(ticket))
        {
            Open(retryAfter);
        }
        else if (ticket.Generation == _generation && !_isOpen)
        {
            Remember(failed: true);
            _failuresInRow++;
            if (kind == FailureKind.RateLimited || isAskedFor || IsTripped())
            {
                Open(retryAfter);
            }
        }
        else if (isAskedFor)
        {
            // An old call, but what the provider asks for it asks for now.
            Heed(retryAfter.GetValueOrDefault());
        }
    }

    private void Heed(TimeSpan asked)
    {
        if (!_isOpen)
        {
            Open(asked);
        }
        else if (asked > Remaining())
        {
            (_openedAt, _openFor, _isAskedFor) = (time.GetTimestamp(), Capped(asked), true);
        }
    }

    private HealthTicket Probing()
    {
        _isProbed = _isOpen;
        return new HealthTicket(_generation, _isOpen);
    }

    private bool IsProbing(HealthTicket ticket) => ticket.IsProbe && ticket.Generation == _generation;

    private void EndProbe(HealthTicket ticket) => _isProbed &= !IsProbing(ticket);

    private TimeSpan Remaining() => Until(_openFor, _openedAt);

    private TimeSpan Until(TimeSpan span, long since)
    {
        TimeSpan left = span - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private bool IsTripped() =>
        _failuresInRow >= options.FailuresInRow || (_calls >= options.Window && _failures >= options.FailureShare * options.Window);

    private void Open(TimeSpan? asked)
    {
        _openFor = Capped(asked ?? Grown());
        _openedAt = _forcedAt = time.GetTimestamp();
        _isAskedFor = asked > TimeSpan.Zero;
        _isProbed = false;
        _openings++;
        Turn(isOpen: true);
    }

    private void Close()
    {
        (_openings, _failuresInRow, _calls, _failures) = (0, 0, 0, 0);
        _isProbed = false;
        Array.Clear(_failed);
        Turn(isOpen: false);
    }

    private void Turn(bool isOpen)
    {
        Volatile.Write(ref _generation, unchecked(_generation + 1));
        Volatile.Write(ref _isOpen, isOpen);
    }

    // Compared before it is multiplied: doubled thirty times, a cooldown of minutes is longer than a time span can be.
    private TimeSpan Grown()
    {
        double factor = Math.Pow(2, Math.Min(_openings, MostDoublings));
        return factor >= options.MaxCooldown / options.Cooldown ? options.MaxCooldown : options.Cooldown * factor;
    }

    private TimeSpan Capped(TimeSpan wait) => wait < options.MaxCooldown ? wait : options.MaxCooldown;

    private void Remember(bool failed)
    {
        int slot = _calls % options.Window;
        _failures += (failed ? 1 : 0) - (_calls >= options.Window && _failed[slot] ? 1 : 0);
        _failed[slot] = failed;
        _calls = _calls == int.MaxValue ? options.Window : _calls + 1;
    }
}
