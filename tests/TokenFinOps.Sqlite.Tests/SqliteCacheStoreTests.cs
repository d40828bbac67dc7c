using System.Text;
using TokenFinOps.Caching.Storage;
using TokenFinOps.Tests.Caching.Storage.Conformance;

namespace TokenFinOps.Sqlite.Tests;

public sealed class SqliteCacheStoreTests : SemanticCacheStoreConformance, IDisposable
{
    private readonly TempLedger _file = new();
    private readonly List<SqliteSemanticCacheStore> _open = [];

    public void Dispose()
    {
        _open.ForEach(static store => store.Dispose());
        _file.Dispose();
    }

    [Fact]
    public async Task Watching_tells_nothing_and_ends_at_once()
    {
        await foreach (CacheStoreChange change in Open().WatchAsync(TestContext.Current.CancellationToken))
        {
            Assert.Fail($"Told of {change.Id}.");
        }
    }

    [Fact]
    public async Task What_has_expired_is_taken_out_by_a_load_that_is_read_to_its_end()
    {
        await Open().SaveAsync([.. Enumerable.Range(0, 1_300).Select(static number => CacheEntries.Make(number, CacheEntries.Noon.AddYears(100)))], TestContext.Current.CancellationToken);

        Assert.Empty(await LoadAsync(Open(), CacheEntries.Noon.AddYears(101)));

        Assert.Equal(0, await CountRowsAsync());
    }

    [Fact]
    public async Task What_is_removed_is_overwritten_and_not_only_forgotten()
    {
        const string Secret = "what nobody but the asker should read";
        byte[] words = Encoding.UTF8.GetBytes(Secret);
        StoredCacheEntry entry = CacheEntries.Make() with { Body = Enumerable.Repeat(words, 300).SelectMany(static part => part).ToArray() };
        using (var store = new SqliteSemanticCacheStore(_file.ConnectionString))
        {
            await store.SaveAsync([CacheEntries.Make(), entry], TestContext.Current.CancellationToken);
        }

        Assert.True((await File.ReadAllBytesAsync(_file.Path, TestContext.Current.CancellationToken)).AsSpan().IndexOf(words) >= 0);
        using (var store = new SqliteSemanticCacheStore(_file.ConnectionString))
        {
            await store.RemoveAsync([entry.Id], TestContext.Current.CancellationToken);
        }

        Assert.Equal(-1, (await File.ReadAllBytesAsync(_file.Path, TestContext.Current.CancellationToken)).AsSpan().IndexOf(words));
    }

    [Fact]
    public async Task People_see_who_owns_what()
    {
        StoredCacheEntry entry = CacheEntries.Make(dimension: 384);
        await Open().SaveAsync([entry], TestContext.Current.CancellationToken);

        Assert.Equal(
            $"{entry.Id:N} {entry.Partition} acme 2026-03-10T12:00:00.000Z 2026-03-11T12:00:00.000Z 384 200",
            _file.Ask("SELECT concat_ws(' ', id, partition, owner->>'tenant', created, expires, dimension, body_bytes) FROM semantic_cache"));
    }

    protected override ISemanticCacheStore Open(TimeProvider? time = null)
    {
        var store = new SqliteSemanticCacheStore(_file.ConnectionString, new SqliteSemanticCacheOptions { BusyTimeout = TimeSpan.FromMinutes(1) }, time ?? new NoonClock());
        _open.Add(store);
        return store;
    }

    protected override Task<long> CountRowsAsync() => Task.FromResult((long)_file.Ask("SELECT count(*) FROM cache_entry")!);
}
