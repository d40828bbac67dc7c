using System.Collections.Immutable;

namespace TokenFinOps.Caching;

/// <summary>What a caller says of the semantic cache for one call: <c>client.WithCacheControl(CacheControl.Refresh).GetResponseAsync(…)</c>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record CacheControl
{
    /// <summary>Gets what asks the model and keeps nothing.</summary>
    public static CacheControl NoCache { get; } = new() { Mode = CacheControlMode.NoCache };

    /// <summary>Gets what asks the model and keeps its answer in place of the one there is.</summary>
    public static CacheControl Refresh { get; } = new() { Mode = CacheControlMode.Refresh };

    /// <summary>Gets what answers from the cache or throws.</summary>
    public static CacheControl CacheOnly { get; } = new() { Mode = CacheControlMode.CacheOnly };

    /// <summary>Gets what the cache may do. The default is <see cref="CacheControlMode.Default"/>.</summary>
    public CacheControlMode Mode { get; init; }

    /// <summary>Gets how long the answer may be served; <see langword="null"/>, the default, is <see cref="SemanticCacheOptions.TimeToLive"/>.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>
    /// Gets what the answer rests on, e.g. <c>doc:handbook@7</c>: calls that rest on something else do not share it, and <see cref="SemanticCache.InvalidateDependency"/> drops it.
    /// The default is nothing.
    /// </summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    internal static CacheControl Default { get; } = new();

    internal void Validate()
    {
        if (TimeToLive <= TimeSpan.Zero)
        {
            throw new ArgumentException($"TimeToLive is {TimeToLive}; set a time above 0, or CacheControl.NoCache to keep nothing.");
        }

        if (DependsOn.IsDefault || DependsOn.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("DependsOn has an empty name; name what the answer rests on, e.g. doc:handbook@7.");
        }
    }
}
