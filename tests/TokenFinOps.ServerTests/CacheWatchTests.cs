using Npgsql;
using TokenFinOps.Caching.Storage;
using TokenFinOps.PostgreSql;
using TokenFinOps.Tests.Caching.Storage.Conformance;

namespace TokenFinOps.ServerTests;

/// <summary>What a process learns of what others do to the cache.</summary>
public sealed class CacheWatchTests : IAsyncDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly CacheBench _bench;

    public CacheWatchTests()
    {
        TestServer.Require();
        _bench = new CacheBench();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Two_that_watch_each_other_tell_each_other_what_they_save_and_remove_and_not_themselves()
    {
        PostgreSqlSemanticCacheStore first = Open();
        PostgreSqlSemanticCacheStore second = Open();
        await using CacheWatcher ofFirst = await WatchAsync(first);
        await using CacheWatcher ofSecond = await WatchAsync(second);
        StoredCacheEntry[] entries = [.. CacheEntries.MakeMany(700)];

        await Task.WhenAll(first.SaveAsync(entries[..350], Cancelled), second.SaveAsync(entries[350..], Cancelled));
        await Task.WhenAll(ofFirst.UntilSavedAsync(entries[350..]), ofSecond.UntilSavedAsync(entries[..350]));
        await first.RemoveAsync([entries[400].Id], Cancelled);
        await ofSecond.UntilRemovedAsync(entries[400].Id);

        Assert.DoesNotContain(ofFirst.Told, change => entries[..350].Any(entry => entry.Id == change.Id));
        Assert.DoesNotContain(ofSecond.Told, change => change.Saved is not null && entries[350..].Any(entry => entry.Id == change.Id));
        Dictionary<Guid, string> told = ofFirst.Told.ToDictionary(static change => change.Id, static change => CacheEntries.Describe(change.Saved!));
        Assert.All(entries[350..], entry => Assert.Equal(CacheEntries.Describe(entry), told[entry.Id]));
    }

    [Fact]
    public async Task What_others_save_between_a_load_and_watching_is_told()
    {
        PostgreSqlSemanticCacheStore store = Open();
        await LoadAsync(store);
        StoredCacheEntry between = await _bench.SaveAsync();

        await using var watcher = new CacheWatcher(store);

        await watcher.UntilSavedAsync(between);
    }

    [Fact]
    public async Task What_is_committed_late_is_told_though_later_numbers_were_told_before()
    {
        await using CacheWatcher watcher = await WatchAsync(Open());
        StoredCacheEntry late = CacheEntries.Make(1);
        await using NpgsqlTransaction transaction = await _bench.BeginSaveAsync(late);
        for (int number = 2; number < 5; number++)
        {
            await watcher.UntilSavedAsync(await _bench.SaveAsync(number));
        }

        Assert.DoesNotContain(watcher.Told, change => change.Id == late.Id);
        await transaction.CommitAsync(Cancelled);
        await _bench.SaveAsync(5);

        await watcher.UntilSavedAsync(late);
        Assert.Equal(watcher.Told.Length, watcher.Told.DistinctBy(static change => change.Id).Count());
    }

    [Fact]
    public async Task What_was_begun_before_a_load_and_committed_after_it_is_told()
    {
        PostgreSqlSemanticCacheStore store = Open();
        await LoadAsync(store);
        StoredCacheEntry late = CacheEntries.Make(1);
        await using NpgsqlTransaction transaction = await _bench.BeginSaveAsync(late);

        Assert.Empty(await LoadAsync(store));
        await transaction.CommitAsync(Cancelled);

        await using var watcher = new CacheWatcher(store);
        await watcher.UntilSavedAsync(late);
    }

    [Fact]
    public async Task A_change_whose_notification_is_lost_is_found_by_looking()
    {
        await using CacheWatcher watcher = await WatchAsync(Open(TimeSpan.FromMilliseconds(20)));
        StoredCacheEntry silent = CacheEntries.Make();
        await using NpgsqlTransaction transaction = await _bench.BeginSaveAsync(silent);

        await transaction.CommitAsync(Cancelled);

        await watcher.UntilSavedAsync(silent);
    }

    [Fact]
    public async Task What_is_removed_by_others_is_told_after_it_was_told_to_be_saved()
    {
        await using CacheWatcher watcher = await WatchAsync(Open());
        PostgreSqlSemanticCacheStore other = _bench.Open();
        StoredCacheEntry[] entries = CacheEntries.MakeMany(200);
        foreach (StoredCacheEntry entry in entries)
        {
            await other.SaveAsync([entry], Cancelled);
            await other.RemoveAsync([entry.Id], Cancelled);
        }

        await watcher.UntilRemovedAsync(entries[^1].Id);
        await watcher.UntilAsync(told => entries.All(entry => told.Last(change => change.Id == entry.Id).Saved is null));
    }

    [Fact]
    public async Task Many_changes_at_once_are_told_page_by_page()
    {
        await using CacheWatcher watcher = await WatchAsync(Open());
        StoredCacheEntry[] entries = CacheEntries.MakeMany(3_000, bytes: 6_000);

        await Task.WhenAll(entries.Chunk(1_000).Select(part => _bench.Open().SaveAsync(part, Cancelled)));

        await watcher.UntilSavedAsync(entries);
        Assert.Equal(3_001, watcher.Told.Length);
    }

    [Fact]
    public async Task Watching_ends_when_it_is_cancelled()
    {
        using var end = new CancellationTokenSource();
        await using IAsyncEnumerator<CacheStoreChange> changes = Open().WatchAsync(end.Token).GetAsyncEnumerator(end.Token);
        ValueTask<bool> next = changes.MoveNextAsync();

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task A_cache_of_a_later_version_is_not_watched()
    {
        await LoadAsync(Open());
        await _bench.Schema.RunAsync("UPDATE $S.cache_fact SET value = 99");

        await using var watcher = new CacheWatcher(Open());

        Assert.Contains("version 99", (await Assert.ThrowsAsync<SemanticCacheStoreException>(() => watcher.Watching)).Message, StringComparison.Ordinal);
    }

    private static async Task<int[]> LoadAsync(PostgreSqlSemanticCacheStore store)
    {
        List<int> sizes = [];
        await foreach (StoredCacheEntry entry in store.LoadAsync(CacheEntries.Noon, Cancelled))
        {
            sizes.Add(entry.Body.Length);
        }

        return [.. sizes];
    }

    private PostgreSqlSemanticCacheStore Open(TimeSpan? look = null) => _bench.Open(options => options.LookPeriod = look ?? Never);

    /// <summary>Begins to watch, and waits until it does.</summary>
    private async Task<CacheWatcher> WatchAsync(PostgreSqlSemanticCacheStore store)
    {
        await LoadAsync(store);
        StoredCacheEntry first = await _bench.SaveAsync(-1);
        var watcher = new CacheWatcher(store);
        await watcher.UntilSavedAsync(first);
        return watcher;
    }
}
