namespace TokenFinOps.Tests.Caching.Storage.Conformance;

/// <summary>A clock that stands at noon, so that nothing expires; its timers run.</summary>
public sealed class NoonClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => CacheEntries.Noon;
}
