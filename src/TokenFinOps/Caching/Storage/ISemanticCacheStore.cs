namespace TokenFinOps.Caching.Storage;

/// <summary>Keeps the semantic cache's entries beyond the process, and for other processes.</summary>
/// <remarks>
/// Implementations are thread-safe. They are never on a request's way: every process looks entries up in its own memory and writes behind. What fails is logged by the cache,
/// which goes on without. Questions and answers are stored as text: who can read the store can read them.
/// </remarks>
public interface ISemanticCacheStore
{
    /// <summary>Reads all entries that have not expired.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The entries, the oldest first.</returns>
    IAsyncEnumerable<StoredCacheEntry> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Writes entries. One whose id is there already is left as it is.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A task that completes when they are written.</returns>
    Task SaveAsync(IReadOnlyCollection<StoredCacheEntry> entries, CancellationToken cancellationToken = default);

    /// <summary>Removes entries; those that are not there are ignored.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A task that completes when they are removed.</returns>
    Task RemoveAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default);

    /// <summary>Reads a text that was kept under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The text that was kept last, or <see langword="null"/> when there is none.</returns>
    Task<string?> LoadStateAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Keeps a text under a key, in place of the one that was kept before: what an acceptance policy learned, some hundred kilobytes up to some megabytes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="state">The text.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A task that completes when it is written.</returns>
    Task SaveStateAsync(string key, string state, CancellationToken cancellationToken = default);

    /// <summary>Tells what other processes save and remove, from before <see cref="LoadAsync"/> is called until it is cancelled. A store of one process tells nothing and ends at once.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The changes, in order. A change may be told twice, and changes of this process may be among them.</returns>
    IAsyncEnumerable<CacheStoreChange> WatchAsync(CancellationToken cancellationToken = default);
}
