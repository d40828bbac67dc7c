using Microsoft.Extensions.Internal;

namespace TokenFinOps.Caching.Entries;

/// <summary>The cache's clock, as <c>MemoryCache</c> wants it.</summary>
internal sealed class CacheClock(TimeProvider time) : ISystemClock
{
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
