using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Caching.Storage;
using TokenFinOps.PostgreSql;
using TokenFinOps.PostgreSql.Caching;
using TokenFinOps.Tests.Caching.Storage.Conformance;

namespace TokenFinOps.ServerTests;

/// <summary>What a process learns of the cache's changes that happened while its way to the server, or the server itself, was down.</summary>
public sealed class CacheOutageTests
{
    public CacheOutageTests() => TestServer.Require();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_others_did_while_the_connection_was_down_is_told_once_it_is_back()
    {
        await using var bench = new CacheBench();
        await using var gate = new ServerGate();
        PostgreSqlSemanticCacheStore cutOff = bench.Open(connectionString: gate.ConnectionString);
        StoredCacheEntry first = await bench.SaveAsync(1);
        await LoadAsync(cutOff);
        await using var watcher = new CacheWatcher(cutOff);
        await watcher.UntilSavedAsync(await bench.SaveAsync(2));

        for (int round = 0; round < 3; round++)
        {
            await gate.CloseAsync();
            StoredCacheEntry saved = await bench.SaveAsync(round + 3);
            await bench.Open().RemoveAsync([first.Id], Cancelled);
            gate.Open();
            await watcher.UntilSavedAsync(saved);
        }

        await watcher.UntilRemovedAsync(first.Id);
        await Assert.ThrowsAsync<SemanticCacheStoreException>(async () =>
        {
            await gate.CloseAsync();
            await cutOff.SaveAsync([CacheEntries.Make()], Cancelled);
        });
    }

    [Fact]
    public async Task A_server_that_is_away_at_the_start_is_waited_for()
    {
        await using var bench = new CacheBench();
        await using var gate = new ServerGate();
        await gate.CloseAsync();
        PostgreSqlSemanticCacheStore store = bench.Open(connectionString: gate.ConnectionString);
        await using var watcher = new CacheWatcher(store);
        await Assert.ThrowsAsync<SemanticCacheStoreException>(() => LoadAsync(store));

        gate.Open();
        await LoadAsync(store);

        await watcher.UntilSavedAsync(await bench.SaveAsync());
    }

    [Fact]
    public async Task A_server_that_crashes_and_restarts_under_load_hides_no_change_from_those_who_watch()
    {
        await using PrivateCluster cluster = await PrivateCluster.StartAsync();
        await using var bench = new CacheBench(cluster.ConnectionString);
        PostgreSqlSemanticCacheStore[] stores = [bench.Open(), bench.Open()];
        await Task.WhenAll(stores.Select(LoadAsync));
        CacheWatcher[] watchers = [.. stores.Select(static store => new CacheWatcher(store))];
        List<StoredCacheEntry>[] saved = [[], []];
        for (int round = 0; round < 3; round++)
        {
            // What is not acknowledged is saved again, as the cache does that writes behind.
            using var stop = new CancellationTokenSource();
            Task[] writing = [.. stores.Select((store, i) => WriteAsync(store, saved[i], round * 1_000, stop.Token))];
            int before = watchers[1].Told.Length;
            await watchers[1].UntilAsync(told => told.Length >= before + 20);
            await cluster.StopServerAsync();
            await cluster.StartServerAsync();
            await stop.CancelAsync();
            await Task.WhenAll(writing);
            await Task.WhenAll(watchers[0].UntilSavedAsync(saved[1]), watchers[1].UntilSavedAsync(saved[0]));
        }

        Assert.All(saved, static entries => Assert.NotEmpty(entries));
        foreach (CacheWatcher watcher in watchers)
        {
            await watcher.DisposeAsync();
        }
    }

    [Fact]
    public async Task On_another_server_everything_is_told_again()
    {
        await using var bench = new CacheBench();
        StoredCacheEntry removed = await bench.SaveAsync(1);
        StoredCacheEntry kept = await bench.SaveAsync(2);
        await bench.Open().RemoveAsync([removed.Id], Cancelled);

        // On the one server this snapshot is far ahead of the other.
        await using ChangeFeed feed = bench.FeedFrom(new CacheCursor("another/00000001", "999999999:999999999:", CacheEntries.Noon));
        CacheStoreChange[] told = [.. await feed.NextAsync(Cancelled)];

        Assert.Equal([kept.Id, removed.Id], told.Select(static change => change.Id));
        Assert.Equal([CacheEntries.Describe(kept), null], told.Select(static change => change.Saved is { } saved ? CacheEntries.Describe(saved) : null));
    }

    [Fact]
    public async Task Who_was_cut_off_for_longer_than_removals_are_remembered_is_told_to_load_again()
    {
        var time = new FakeTimeProvider(CacheEntries.Noon);
        await using var bench = new CacheBench();
        PostgreSqlSemanticCacheStore store = bench.Open(static options => options.KeepRemovals = TimeSpan.FromHours(1), time);
        await LoadAsync(store);
        time.Advance(TimeSpan.FromMinutes(61));

        await using var watcher = new CacheWatcher(store);

        Assert.Contains("load them again", (await Assert.ThrowsAsync<SemanticCacheStoreException>(() => watcher.Watching)).Message, StringComparison.Ordinal);
        await LoadAsync(store);
        await using var again = new CacheWatcher(store);
        await again.UntilSavedAsync(await bench.SaveAsync());
    }

    private static async Task WriteAsync(PostgreSqlSemanticCacheStore store, List<StoredCacheEntry> saved, int first, CancellationToken stop)
    {
        for (int number = first; !stop.IsCancellationRequested; number++)
        {
            StoredCacheEntry entry = CacheEntries.Make(number);
            while (!await TrySaveAsync(store, entry))
            {
            }

            saved.Add(entry);
        }
    }

    private static async Task<bool> TrySaveAsync(PostgreSqlSemanticCacheStore store, StoredCacheEntry entry)
    {
        try
        {
            await store.SaveAsync([entry], Cancelled);
            return true;
        }
        catch (SemanticCacheStoreException)
        {
            return false;
        }
    }

    private static async Task LoadAsync(PostgreSqlSemanticCacheStore store)
    {
        await foreach (StoredCacheEntry entry in store.LoadAsync(CacheEntries.Noon, Cancelled))
        {
        }
    }
}
