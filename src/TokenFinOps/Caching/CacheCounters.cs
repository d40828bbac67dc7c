using System.Collections.Immutable;

namespace TokenFinOps.Caching;

/// <summary>Counts what the cache does. Thread-safe.</summary>
internal sealed class CacheCounters
{
    private readonly long[] _bypassed = new long[Enum.GetValues<CacheBypass>().Length];
    private long _lookups;
    private long _exactHits;
    private long _semanticHits;
    private long _watchedHits;
    private long _reportedWrong;

    public void CountLookup() => Interlocked.Increment(ref _lookups);

    public void CountHit(bool isExact) => Interlocked.Increment(ref isExact ? ref _exactHits : ref _semanticHits);

    public void CountWatchedHit() => Interlocked.Increment(ref _watchedHits);

    public void CountReport() => Interlocked.Increment(ref _reportedWrong);

    public void Count(CacheBypass bypass) => Interlocked.Increment(ref _bypassed[(int)bypass]);

    public CacheStatistics Read() => new()
    {
        Lookups = Interlocked.Read(ref _lookups),
        ExactHits = Interlocked.Read(ref _exactHits),
        SemanticHits = Interlocked.Read(ref _semanticHits),
        WatchedHits = Interlocked.Read(ref _watchedHits),
        ReportedWrong = Interlocked.Read(ref _reportedWrong),
        Bypassed = Enum.GetValues<CacheBypass>()
            .Where(bypass => bypass != CacheBypass.None && Interlocked.Read(ref _bypassed[(int)bypass]) > 0)
            .ToImmutableDictionary(static bypass => bypass, bypass => Interlocked.Read(ref _bypassed[(int)bypass])),
    };
}
