using Npgsql;
using TokenFinOps.Caching.Storage;
using TokenFinOps.LedgerWriter;
using TokenFinOps.PostgreSql;
using TokenFinOps.PostgreSql.Caching;
using TokenFinOps.Tests.Caching.Storage.Conformance;

namespace TokenFinOps.ServerTests;

public sealed class PostgreSqlCacheStoreTests : SemanticCacheStoreConformance, IAsyncDisposable
{
    private readonly CacheBench _bench;

    public PostgreSqlCacheStoreTests()
    {
        TestServer.Require();
        _bench = new CacheBench();
    }

    private TestSchema Schema => _bench.Schema;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_row_says_whose_it_is_and_the_view_shows_no_text()
    {
        await Open().SaveAsync([CacheEntries.Make(1, tenant: "acme", dimension: 384), CacheEntries.Make(2, tenant: "bolt")], TestContext.Current.CancellationToken);

        Assert.Equal("acme bolt", await Schema.RunAsync("SELECT string_agg(owner->>'tenant', ' ' ORDER BY created) FROM $S.cache_entry"));
        Assert.Equal(1L, await Schema.RunAsync($"SELECT count(*) FROM $S.cache_entry WHERE owner->>'tenant' = 'acme' AND partition = '{CacheEntries.PartitionOf("acme")}'"));
        Assert.Equal(
            "2026-03-10 12:00:01 2026-03-11 12:00:00 384 200",
            await Schema.RunAsync("SELECT concat_ws(' ', created AT TIME ZONE 'UTC', expires AT TIME ZONE 'UTC', dimension, body_bytes) FROM $S.semantic_cache WHERE owner->>'tenant' = 'acme'"));
    }

    [Fact]
    public async Task A_removed_entry_keeps_no_contents_does_not_come_back_and_is_forgotten_when_it_would_have_expired()
    {
        StoredCacheEntry entry = CacheEntries.Make();
        ISemanticCacheStore store = Open();
        await store.SaveAsync([entry], TestContext.Current.CancellationToken);
        await store.RemoveAsync([entry.Id], TestContext.Current.CancellationToken);

        await Open().SaveAsync([entry], TestContext.Current.CancellationToken);

        Assert.Empty(await LoadAsync(Open()));
        Assert.Equal(1L, await Schema.RunAsync("SELECT count(*) FROM $S.cache_entry WHERE body IS NULL AND vector IS NULL"));
        await LoadAsync(Open(), entry.Expires.AddHours(2));
        Assert.Equal(0, await CountRowsAsync());
    }

    [Fact]
    public async Task That_an_entry_was_removed_is_forgotten_after_a_while()
    {
        StoredCacheEntry entry = CacheEntries.Make(expires: DateTimeOffset.MaxValue);
        await Open().SaveAsync([entry], TestContext.Current.CancellationToken);
        await Open().RemoveAsync([entry.Id], TestContext.Current.CancellationToken);

        await LoadAsync(Open(), CacheEntries.Noon.AddDays(29));
        Assert.Equal(1, await CountRowsAsync());
        await LoadAsync(Open(), CacheEntries.Noon.AddDays(31));
        Assert.Equal(0, await CountRowsAsync());
    }

    [Fact]
    public async Task Many_loads_of_a_large_cache_hold_no_snapshot_between_pages()
    {
        ISemanticCacheStore store = Open();
        await store.SaveAsync(CacheEntries.MakeMany(1_000), TestContext.Current.CancellationToken);
        await using IAsyncEnumerator<StoredCacheEntry> load = store.LoadAsync(CacheEntries.Noon, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await load.MoveNextAsync();

        Assert.Equal(0L, await Schema.RunAsync($"SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND query LIKE '%{Schema.Name}%' AND pid <> pg_backend_pid()"));
    }

    [Fact]
    public async Task Changes_are_found_by_an_index_also_where_the_server_knows_nothing_of_the_table_yet()
    {
        await Open().SaveAsync(CacheEntries.MakeMany(3_000), TestContext.Current.CancellationToken);
        string[] values = ["", "pg_current_snapshot()", "pg_current_snapshot()", "gen_random_uuid()", "'0'", "0", "2000"];
        string sql = new CacheReading(new CacheTables(Schema.Name), Guid.Empty, TimeProvider.System).Changes;
        for (int i = 1; i < values.Length; i++)
        {
            sql = sql.Replace($"${i}", values[i], StringComparison.Ordinal);
        }

        var plan = (string)(await Schema.RunAsync($"EXPLAIN (FORMAT JSON) {sql}"))!;

        Assert.Contains("cache_entry_changed", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_process_loses_no_entry_that_was_saved()
    {
        for (int round = 0; round < 4; round++)
        {
            int saved = await SaverProcess.KillAfterAsync(
                round * 300, typeof(CacheSaver).Assembly.Location, CacheSaver.Name, "postgres", Schema.ConnectionString, $"{round}", Schema.Name);

            Dictionary<Guid, string> loaded = (await LoadAsync(Open())).ToDictionary(static entry => entry.Id, CacheEntries.Describe);
            Assert.All(Enumerable.Range(0, saved).Select(number => CacheSaver.Make(round, number)), entry => Assert.Equal(CacheEntries.Describe(entry), loaded[entry.Id]));
        }
    }

    [Fact]
    public async Task A_cache_of_a_later_version_is_refused_with_the_cure()
    {
        await LoadAsync(Open());
        await Schema.RunAsync("UPDATE $S.cache_fact SET value = 99");

        SemanticCacheStoreException fault = await Assert.ThrowsAsync<SemanticCacheStoreException>(() => LoadAsync(Open()));

        Assert.Contains("version 99", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Update TokenFinOps.PostgreSql", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_dropped_is_made_again()
    {
        ISemanticCacheStore store = Open();
        await store.SaveAsync([CacheEntries.Make()], TestContext.Current.CancellationToken);
        await Schema.RunAsync("DROP SCHEMA $S CASCADE");

        await Assert.ThrowsAsync<SemanticCacheStoreException>(() => store.SaveAsync([CacheEntries.Make()], TestContext.Current.CancellationToken));
        await store.SaveAsync([CacheEntries.Make()], TestContext.Current.CancellationToken);

        Assert.Single(await LoadAsync(store));
    }

    [Fact]
    public async Task A_fault_quotes_nothing_of_what_was_to_be_saved()
    {
        StoredCacheEntry entry = CacheEntries.Make() with { Partition = "hidden \0", Owner = "{\"hidden\"", Body = "hidden"u8.ToArray() };

        SemanticCacheStoreException fault = await Assert.ThrowsAsync<SemanticCacheStoreException>(() => Open().SaveAsync([entry], TestContext.Current.CancellationToken));

        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be_and_the_password_is_not_told()
    {
        await using var store = new PostgreSqlSemanticCacheStore("Host=127.0.0.1;Port=1;Username=app;Password=secret");

        SemanticCacheStoreException fault = await Assert.ThrowsAsync<SemanticCacheStoreException>(() => store.RemoveAsync([Guid.NewGuid()], TestContext.Current.CancellationToken));

        Assert.Contains("cannot be reached", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cache_and_ledger_that_make_one_schema_at_once_both_find_their_tables()
    {
        for (int round = 0; round < 5; round++)
        {
            await using var bench = new CacheBench();
            await using var source = NpgsqlDataSource.Create(bench.Schema.ConnectionString);
            await using var books = new PostgreSqlClosedPeriodStore(source, new PostgreSqlLedgerOptions { Schema = bench.Schema.Name });

            await Task.WhenAll(Task.Run(() => bench.SaveAsync()), Task.Run(async () => await books.ListAsync(TestContext.Current.CancellationToken)));

            Assert.Equal(1L, await bench.Schema.RunAsync("SELECT (SELECT count(*) FROM $S.cache_entry) + (SELECT count(*) FROM $S.entry)"));
        }
    }

    protected override ISemanticCacheStore Open(TimeProvider? time = null) => _bench.Open(time: time);

    protected override async Task<long> CountRowsAsync() => (long)(await Schema.RunAsync("SELECT count(*) FROM $S.cache_entry"))!;
}
