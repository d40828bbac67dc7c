using TokenFinOps.Attribution;

namespace TokenFinOps.Caching;

/// <summary>Carries what a caller says of the cache to the cache.</summary>
internal sealed class CacheControlStage(RequestStage? around, CacheControl control) : RequestStage(around)
{
    public CacheControl Control => control;
}
