namespace TokenFinOps.Caching.Storage;

/// <summary>What another process did to the store.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Saved">The entry as saved, or <see langword="null"/> when it was removed.</param>
public readonly record struct CacheStoreChange(Guid Id, StoredCacheEntry? Saved);
