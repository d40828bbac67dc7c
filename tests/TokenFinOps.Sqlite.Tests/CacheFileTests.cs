using Microsoft.Data.Sqlite;
using TokenFinOps.Caching.Storage;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Sqlite.Caching;
using TokenFinOps.Tests.Caching.Storage.Conformance;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Sqlite.Tests;

public sealed class CacheFileTests : IDisposable
{
    private readonly TempLedger _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cache_and_ledger_share_a_file_whichever_came_first(bool isCacheFirst)
    {
        await using SqliteCostLedger ledger = _file.Open(configure: static options => options.BusyTimeout = TimeSpan.FromMinutes(1));
        using SqliteSemanticCacheStore store = Open();
        for (int turn = 0; turn < 4; turn++)
        {
            await (turn % 2 == 0 == isCacheFirst ? SaveAsync(store, CacheEntries.Make(turn)) : AppendAsync(ledger));
        }

        Assert.Equal(2, await CountAsync(store));
        Assert.Equal(2m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().EffectiveCost);
        Assert.Equal((long)LedgerSchema.ApplicationId, _file.Ask("PRAGMA application_id"));
    }

    [Fact]
    public async Task Cache_and_ledger_that_make_one_file_at_once_both_find_their_tables()
    {
        for (int round = 0; round < 20; round++)
        {
            using var file = new TempLedger();
            await using SqliteCostLedger ledger = file.Open(LedgerDurability.Acknowledged, static options => options.BusyTimeout = TimeSpan.FromMinutes(1));
            using SqliteSemanticCacheStore store = new(file.ConnectionString, new SqliteSemanticCacheOptions { BusyTimeout = TimeSpan.FromMinutes(1) });

            await Task.WhenAll(Task.Run(() => SaveAsync(store, Lasting()), TestContext.Current.CancellationToken), Task.Run(() => ledger.AppendAllAsync(EntryBuilder.Attempt(1m)), TestContext.Current.CancellationToken));

            Assert.Equal((1L, 1L), (file.Ask("SELECT count(*) FROM cache_entry"), file.Ask("SELECT count(*) FROM entry")));
        }
    }

    [Fact]
    public async Task The_database_of_another_application_is_left_alone()
    {
        _file.Ask("CREATE TABLE customers (name TEXT)");

        SemanticCacheStoreException fault = await FaultAsync(() => SaveAsync(Open(), Lasting()));

        Assert.Contains("neither a cache nor a ledger", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1L, _file.Ask("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_refused_with_the_cure()
    {
        await SaveAndCloseAsync();
        _file.Ask("UPDATE cache_fact SET value = 99");

        SemanticCacheStoreException fault = await FaultAsync(async () => await CountAsync(Open()));

        Assert.Contains("has schema 99", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Update the package", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_an_earlier_version_is_taken_forward_and_keeps_what_it_holds()
    {
        await SaveAndCloseAsync();
        using (var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False"))
        {
            connection.Open();
            CacheSchema.Migrate(connection, [.. CacheSchema.Steps, "ALTER TABLE cache_entry ADD COLUMN hits INTEGER NOT NULL DEFAULT 0"]);
        }

        Assert.Equal((CacheSchema.Steps.Count + 1L, 1L), (_file.Ask("SELECT value FROM cache_fact WHERE name = 'schema_version'"), _file.Ask("SELECT count(*) FROM cache_entry WHERE hits = 0")));
    }

    [Fact]
    public async Task A_file_of_the_first_version_takes_what_policies_learn()
    {
        using (var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False"))
        {
            connection.Open();
            CacheSchema.Migrate(connection, [CacheSchema.Steps[0]]);
        }

        using SqliteSemanticCacheStore store = Open();
        await store.SaveStateAsync("policy", "learned", TestContext.Current.CancellationToken);

        Assert.Equal("learned", await store.LoadStateAsync("policy", TestContext.Current.CancellationToken));
        Assert.Equal((long)CacheSchema.Steps.Count, _file.Ask("SELECT value FROM cache_fact WHERE name = 'schema_version'"));
    }

    [Fact]
    public async Task A_file_that_another_process_locks_is_named_can_be_read_and_is_written_when_it_is_free()
    {
        await SaveAndCloseAsync();
        using SqliteSemanticCacheStore store = Open();
        await CountAsync(store);
        using (var other = new SqliteConnection($"{_file.ConnectionString};Pooling=False"))
        {
            other.Open();
            LedgerFile.Execute(other, "BEGIN IMMEDIATE");

            SemanticCacheStoreException fault = await FaultAsync(() => SaveAsync(store, Lasting()));
            Assert.Contains("locked by another process", fault.Message, StringComparison.Ordinal);
            Assert.Contains(_file.Path, fault.Message, StringComparison.Ordinal);
            Assert.Equal(1, await CountAsync(store));
        }

        await SaveAsync(store, Lasting());
        Assert.Equal(2, await CountAsync(store));
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_one_in_its_place_is_used()
    {
        await File.WriteAllTextAsync(_file.Path, new string('x', 10_000), TestContext.Current.CancellationToken);
        using SqliteSemanticCacheStore store = Open();

        Assert.Contains("damaged or not a database", (await FaultAsync(() => SaveAsync(store, Lasting()))).Message, StringComparison.Ordinal);
        Assert.Contains("damaged or not a database", (await FaultAsync(async () => await CountAsync(store))).Message, StringComparison.Ordinal);
        File.Delete(_file.Path);

        await SaveAsync(store, Lasting());
        Assert.Equal(1, await CountAsync(store));
    }

    [Fact]
    public async Task When_the_disk_is_full_it_is_said_so_without_a_word_of_what_was_to_be_saved_and_the_rest_is_there()
    {
        await SaveAndCloseAsync();
        using var full = new SqliteSemanticCacheStore(_file.ConnectionString, new SqliteSemanticCacheOptions { MaxPages = 1 });

        SemanticCacheStoreException fault = await FaultAsync(() => SaveAsync(full, Lasting() with { Body = new byte[100_000], Owner = """{"tenant":"hidden"}""" }));

        Assert.Contains("full", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(full));
    }

    [Fact]
    public async Task A_file_in_a_folder_that_does_not_exist_is_named()
    {
        using var store = new SqliteSemanticCacheStore($"Data Source={_file.Path}/missing/cache.db");

        Assert.Contains("cannot be opened", (await FaultAsync(() => SaveAsync(store, Lasting()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_are_read_from_a_file_that_is_mapped_into_memory()
    {
        var file = new CacheFile(_file.ConnectionString, new SqliteSemanticCacheOptions { MappedBytes = 123 << 20 });
        file.OpenToWrite().Dispose();
        using CacheReading reading = file.OpenToRead();

        Assert.Equal(123L << 20, reading.MappedBytes);
    }

    private static StoredCacheEntry Lasting() => CacheEntries.Make(expires: CacheEntries.Noon.AddYears(100));

    private static Task SaveAsync(SqliteSemanticCacheStore store, StoredCacheEntry entry) =>
        store.SaveAsync([entry with { Expires = CacheEntries.Noon.AddYears(100) }], TestContext.Current.CancellationToken);

    private static async Task AppendAsync(SqliteCostLedger ledger)
    {
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        await ledger.FlushAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<int> CountAsync(SqliteSemanticCacheStore store)
    {
        int count = 0;
        await foreach (StoredCacheEntry entry in store.LoadAsync(CacheEntries.Noon, TestContext.Current.CancellationToken))
        {
            count++;
        }

        return count;
    }

    private static Task<SemanticCacheStoreException> FaultAsync(Func<Task> work) => Assert.ThrowsAsync<SemanticCacheStoreException>(work);

    private SqliteSemanticCacheStore Open() => new(_file.ConnectionString, new SqliteSemanticCacheOptions { BusyTimeout = TimeSpan.Zero });

    private async Task SaveAndCloseAsync()
    {
        using SqliteSemanticCacheStore store = Open();
        await SaveAsync(store, Lasting());
    }
}
