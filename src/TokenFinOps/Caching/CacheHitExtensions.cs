using Microsoft.Extensions.AI;

namespace TokenFinOps.Caching;

/// <summary>Tells answers of the semantic cache from those of a model.</summary>
public static class CacheHitExtensions
{
    /// <summary>Gets the marker of an answer from the cache.</summary>
    /// <param name="response">The answer.</param>
    /// <returns>The marker, or <see langword="null"/> when a model answered.</returns>
    public static CacheHit? GetCacheHit(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Of(response.AdditionalProperties);
    }

    /// <summary>Gets the marker of an update from the cache.</summary>
    /// <param name="update">The update; every one of an answer from the cache has the marker.</param>
    /// <returns>The marker, or <see langword="null"/> when a model answered.</returns>
    public static CacheHit? GetCacheHit(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Of(update.AdditionalProperties);
    }

    private static CacheHit? Of(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(CacheHit.PropertyName, out object? value) ? value as CacheHit : null;
}
