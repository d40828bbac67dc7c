using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Tests.Caching.Storage.Conformance;

/// <summary>What every store of the semantic cache promises. The tests of a store derive from this and say how it is opened.</summary>
/// <remarks>The files of this folder depend on nothing but the SDK, so that the tests of any store can link them.</remarks>
public abstract partial class SemanticCacheStoreConformance
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Opens the store as another process would: what is saved by one is there for all that were opened in the same test. At first there is nothing.</summary>
    protected abstract ISemanticCacheStore Open(TimeProvider? time = null);

    /// <summary>Counts the rows in which entries are kept, also those that have expired.</summary>
    protected abstract Task<long> CountRowsAsync();

    protected static async Task<List<StoredCacheEntry>> LoadAsync(ISemanticCacheStore store, DateTimeOffset? now = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        List<StoredCacheEntry> loaded = [];
        await foreach (StoredCacheEntry entry in store.LoadAsync(now ?? CacheEntries.Noon, Cancelled))
        {
            loaded.Add(entry);
        }

        return loaded;
    }

    protected static void Same(IEnumerable<StoredCacheEntry> expected, IEnumerable<StoredCacheEntry> actual) =>
        Assert.Equal(expected.Select(CacheEntries.Describe).Order(), actual.Select(CacheEntries.Describe).Order());

    private Task SaveAsync(params StoredCacheEntry[] entries) => Open().SaveAsync(entries, Cancelled);

    private Task<List<StoredCacheEntry>> LoadAsync(DateTimeOffset? now = null) => LoadAsync(Open(), now);
}
