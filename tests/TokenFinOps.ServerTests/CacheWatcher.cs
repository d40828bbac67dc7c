using TokenFinOps.Caching.Storage;

namespace TokenFinOps.ServerTests;

/// <summary>Watches a store as the cache does, and knows what it was told.</summary>
internal sealed class CacheWatcher : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Lock _lock = new();
    private readonly List<CacheStoreChange> _told = [];
    private readonly Task _watching;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CacheWatcher(ISemanticCacheStore store) => _watching = WatchAsync(store);

    /// <summary>Gets what was told, in its order.</summary>
    public CacheStoreChange[] Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>Gets the task that fails when watching does.</summary>
    public Task Watching => _watching;

    /// <summary>Waits until something holds of what was told.</summary>
    public async Task UntilAsync(Func<CacheStoreChange[], bool> holds)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                more = _more.Task;
            }

            if (holds(Told))
            {
                return;
            }

            await await Task.WhenAny(more, _watching).WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until it was told that entries are saved.</summary>
    public Task UntilSavedAsync(params IEnumerable<StoredCacheEntry> entries)
    {
        HashSet<Guid> awaited = [.. entries.Select(static entry => entry.Id)];
        return UntilAsync(told => awaited.IsSubsetOf(told.Where(static change => change.Saved is not null).Select(static change => change.Id)));
    }

    /// <summary>Waits until it was told that an entry is removed.</summary>
    public Task UntilRemovedAsync(Guid id) => UntilAsync(told => told.Any(change => change.Id == id && change.Saved is null));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _end.Dispose();
    }

    private async Task WatchAsync(ISemanticCacheStore store)
    {
        await foreach (CacheStoreChange change in store.WatchAsync(_end.Token))
        {
            TaskCompletionSource more;
            lock (_lock)
            {
                _told.Add(change);
                more = _more;
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            more.SetResult();
        }
    }
}
