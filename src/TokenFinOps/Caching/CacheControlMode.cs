namespace TokenFinOps.Caching;

/// <summary>What the semantic cache may do for a call.</summary>
public enum CacheControlMode
{
    /// <summary>Answer from the cache, or ask the model and keep its answer.</summary>
    Default,

    /// <summary>Ask the model, and keep nothing.</summary>
    NoCache,

    /// <summary>Ask the model, and keep its answer in place of the one there is.</summary>
    Refresh,

    /// <summary>Answer from the cache or throw <see cref="CacheMissException"/>; the model is not asked.</summary>
    CacheOnly,
}
