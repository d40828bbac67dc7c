using TokenFinOps.Caching.Lookups;
using TokenFinOps.Caching.Partitions;

namespace TokenFinOps.Caching;

/// <summary>A hit that was served, as long as it can be reported as wrong.</summary>
internal sealed record ServedHit(FoundAnswer Found, CacheQuestion Question);
