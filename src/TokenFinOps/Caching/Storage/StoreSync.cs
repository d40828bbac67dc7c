using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Logging;
using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Entries;

namespace TokenFinOps.Caching.Storage;

/// <summary>Keeps a process's entries and a store in step: reads what is there, writes behind what is new, and follows what others do.</summary>
/// <remarks>Nothing waits for it and nothing fails with it: a store that is down costs hits after the next start. Thread-safe.</remarks>
internal sealed partial class StoreSync : IAsyncDisposable
{
    private const int MostWaiting = 10_000;
    private const int BatchSize = 256;
    private const int RememberedChanges = 10_000;

    private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenStates = TimeSpan.FromMinutes(5);

    private readonly ISemanticCacheStore _store;
    private readonly EntryStore _entries;
    private readonly CacheEntryCodec _codec;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Work> _work = Channel.CreateBounded<Work>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly ConcurrentDictionary<Guid, byte> _removedWhileLoading = [];

    // What this process saved or removed last, and whether it removed it.
    private readonly ConcurrentLru<Guid, bool> _changedHere = new(RememberedChanges);
    private readonly PolicyKeeper? _keeper;
    private readonly Task _keeping;
    private readonly Task _writing;
    private readonly Task _watching;
    private long _failures;

    public StoreSync(ISemanticCacheStore store, EntryStore entries, ICacheAcceptancePolicy policy, string embedder, TimeProvider time, ILogger logger)
    {
        _store = store;
        _entries = entries;
        _codec = new CacheEntryCodec(embedder);
        _time = time;
        _logger = logger;
        _keeper = policy is ILearningAcceptancePolicy learning ? new PolicyKeeper(store, learning, embedder) : null;
        _watching = Task.Run(WatchAsync);
        Loaded = Task.Run(LoadFirstAsync);
        _keeping = Task.Run(KeepAsync);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Gets what ends when all that was in the store is in memory.</summary>
    public Task Loaded { get; }

    public long Failures => Interlocked.Read(ref _failures);

    public void Save(CacheEntry entry, ReadOnlySpan<float> vector)
    {
        _changedHere.AddOrUpdate(entry.Id, entry.IsGone);
        Enqueue(new Work(_codec.Write(entry, vector), default, null));
        if (entry.IsGone)
        {
            // Whoever dropped it meanwhile may have told the store before there was anything to remove.
            Remove(entry.Id);
        }
    }

    public void Remove(Guid id)
    {
        _changedHere.AddOrUpdate(id, true);
        Enqueue(new Work(null, id, null));
    }

    /// <summary>Waits until everything that was asked so far is written, or has failed.</summary>
    public async Task FlushAsync()
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_work.Writer.TryWrite(new Work(null, default, flushed)))
        {
            await Task.WhenAny(flushed.Task, _writing).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await FlushAsync().ConfigureAwait(false);
        _work.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_writing, _watching, _keeping, Loaded).ConfigureAwait(false);
        await SaveLearnedAsync(CancellationToken.None).ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Enqueue(Work work)
    {
        if (!_work.Writer.TryWrite(work))
        {
            Interlocked.Increment(ref _failures);
        }
    }

    private async Task LoadFirstAsync()
    {
        if (_keeper is not null)
        {
            await TryAsync("reading what the acceptance policy learned", () => _keeper.LoadAsync(_stop.Token)).ConfigureAwait(false);
        }

        await LoadAsync().ConfigureAwait(false);
    }

    private async Task KeepAsync()
    {
        await Loaded.ConfigureAwait(false);
        using var timer = new PeriodicTimer(BetweenStates, _time);
        try
        {
            while (_keeper is not null && await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                await SaveLearnedAsync(_stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private Task SaveLearnedAsync(CancellationToken cancellationToken) =>
        _keeper is null ? Task.CompletedTask : TryAsync("keeping what the acceptance policy learned", () => _keeper.SaveAsync(cancellationToken));

    private async Task LoadAsync()
    {
        await TryAsync("reading entries", async () =>
        {
            await foreach (StoredCacheEntry stored in _store.LoadAsync(_time.GetUtcNow(), _stop.Token).WithCancellation(_stop.Token).ConfigureAwait(false))
            {
                Take(stored);
            }
        }).ConfigureAwait(false);
        _removedWhileLoading.Clear();
    }

    // A store that has lost its place may have missed what others dropped, so nothing that was read before can be kept.
    private async Task WatchAsync()
    {
        while (!await TryAsync("following other processes", FollowAsync).ConfigureAwait(false) && !_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(BeforeRetry, _time, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            foreach (CacheEntry entry in _entries.All)
            {
                _entries.Remove(entry, EntryEnd.DroppedElsewhere);
            }

            await LoadAsync().ConfigureAwait(false);
        }
    }

    private async Task FollowAsync()
    {
        await foreach (CacheStoreChange change in _store.WatchAsync(_stop.Token).WithCancellation(_stop.Token).ConfigureAwait(false))
        {
            if (change.Saved is { } saved)
            {
                // What this process saved itself may come back when it is dropped here already.
                if (!_changedHere.TryGet(saved.Id, out _))
                {
                    Take(saved);
                }

                continue;
            }

            if (!Loaded.IsCompleted)
            {
                _removedWhileLoading.TryAdd(change.Id, 0);
            }

            if (_entries.Find(change.Id) is { } entry)
            {
                _entries.Remove(entry, EntryEnd.DroppedElsewhere);
            }
        }
    }

    private void Take(StoredCacheEntry stored)
    {
        try
        {
            if (_entries.Find(stored.Id) is null && !IsRemoved(stored.Id) && _codec.Read(stored, _entries.NextNumber()) is { } read)
            {
                _entries.AddOlder(read.Entry, read.Vector);
                if (IsRemoved(stored.Id))
                {
                    _entries.Remove(read.Entry, EntryEnd.DroppedElsewhere);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or System.Text.Json.JsonException or ArgumentException)
        {
            Interlocked.Increment(ref _failures);
            LogDamaged(_logger, exception, stored.Id);
        }
    }

    private bool IsRemoved(Guid id) => _removedWhileLoading.ContainsKey(id) || (_changedHere.TryGet(id, out bool isRemoved) && isRemoved);

    private async Task WriteAsync()
    {
        var batch = new List<Work>(BatchSize);
        while (await _work.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < BatchSize && _work.Reader.TryRead(out Work work))
            {
                batch.Add(work);
            }

            await WriteAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(List<Work> batch)
    {
        // An entry that is saved and dropped within one batch is saved first, so that it is gone afterwards.
        StoredCacheEntry[] saved = [.. batch.Where(static work => work.Saved is not null).Select(static work => work.Saved!)];
        Guid[] removed = [.. batch.Where(static work => work is { Saved: null, Flushed: null }).Select(static work => work.Removed)];
        if (saved.Length > 0)
        {
            await TryAsync("writing entries", () => _store.SaveAsync(saved, _stop.Token)).ConfigureAwait(false);
        }

        if (removed.Length > 0)
        {
            await TryAsync("removing entries", () => _store.RemoveAsync(removed, _stop.Token)).ConfigureAwait(false);
        }

        foreach (Work work in batch)
        {
            work.Flushed?.TrySetResult();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A store that fails means misses, nothing else.")]
    private async Task<bool> TryAsync(string doing, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _failures);
            LogFailed(_logger, exception, doing);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The semantic cache's store failed while {Doing}; the cache goes on in memory.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string doing);

    [LoggerMessage(LogLevel.Warning, "The stored cache entry {Id} could not be read and is left out.")]
    private static partial void LogDamaged(ILogger logger, Exception exception, Guid id);

    private readonly record struct Work(StoredCacheEntry? Saved, Guid Removed, TaskCompletionSource? Flushed);
}
