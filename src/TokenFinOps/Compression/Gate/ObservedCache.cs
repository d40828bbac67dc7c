namespace TokenFinOps.Compression.Gate;

/// <summary>Watches whether a deployment's prompt cache serves anything: breakpoints may be missing, or calls be spread over machines. Thread-safe.</summary>
internal sealed class ObservedCache
{
    private const int Enough = 20;
    private const int Many = 200;
    private const double NextToNothing = 0.02;

    private readonly Lock _lock = new();
    private int _calls;
    private double _expected;
    private double _read;

    /// <summary>Gets a value indicating whether calls enough have read nothing, or next to nothing, of what the cache could have had.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _calls >= Enough && _read < _expected * NextToNothing;
            }
        }
    }

    /// <summary>Adds a call whose prompt began with so many tokens that had been sent before.</summary>
    public void Add(long expected, long read)
    {
        lock (_lock)
        {
            _calls++;
            _expected += expected;
            _read += read;
            if (_calls >= Many)
            {
                // What was long ago counts less and less, so that a cache that comes to life is seen.
                (_calls, _expected, _read) = (_calls / 2, _expected / 2, _read / 2);
            }
        }
    }
}
