using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TokenFinOps.Caching.Storage;
using TokenFinOps.PostgreSql;
using TokenFinOps.PostgreSql.Caching;
using TokenFinOps.Tests.Caching.Storage.Conformance;

namespace TokenFinOps.ServerTests;

/// <summary>A schema with a semantic cache of one test's own, and its stores, each as in another process.</summary>
internal sealed class CacheBench : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly List<PostgreSqlSemanticCacheStore> _open = [];

    public CacheBench(string? connectionString = null)
    {
        Schema = new TestSchema(connectionString);
        _source = NpgsqlDataSource.Create(Schema.ConnectionString);
    }

    public TestSchema Schema { get; }

    public PostgreSqlSemanticCacheStore Open(
        Action<PostgreSqlSemanticCacheOptions>? configure = null, TimeProvider? time = null, string? connectionString = null, ILogger<PostgreSqlSemanticCacheStore>? logger = null)
    {
        var options = new PostgreSqlSemanticCacheOptions { Schema = Schema.Name };
        configure?.Invoke(options);
        var store = new PostgreSqlSemanticCacheStore(connectionString ?? Schema.ConnectionString, options, time ?? new NoonClock(), logger);
        _open.Add(store);
        return store;
    }

    /// <summary>Saves an entry through a store of its own, and returns it.</summary>
    public async Task<StoredCacheEntry> SaveAsync(int number = 0)
    {
        StoredCacheEntry entry = CacheEntries.Make(number);
        await Open().SaveAsync([entry], TestContext.Current.CancellationToken);
        return entry;
    }

    /// <summary>Reads changes as a process does whose last look was at some snapshot.</summary>
    public ChangeFeed FeedFrom(CacheCursor cursor)
    {
        var time = new NoonClock();
        var tables = new CacheTables(Schema.Name);
        var reading = new CacheReading(tables, Guid.NewGuid(), time);
        var options = new PostgreSqlSemanticCacheOptions { Schema = Schema.Name };
        return new ChangeFeed(new CacheDatabase(_source, tables), reading, new WatchStart(reading, cursor), options, time, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PostgreSqlSemanticCacheStore store in _open)
        {
            await store.DisposeAsync();
        }

        await _source.DisposeAsync();
        await Schema.DisposeAsync();
    }

    /// <summary>Inserts an entry in a transaction that is not committed yet.</summary>
    public async Task<NpgsqlTransaction> BeginSaveAsync(StoredCacheEntry entry)
    {
        var connection = new NpgsqlConnection(Schema.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var insert = new NpgsqlCommand(
            $"""
            INSERT INTO "{Schema.Name}".cache_entry (id, writer, partition, owner, created, expires, vector, body) VALUES ($1, gen_random_uuid(), $2, $3::json, $4, $5, $6, $7)
            """,
            connection,
            transaction);
        foreach (object value in (object[])[entry.Id, entry.Partition, entry.Owner, entry.Created.UtcTicks, entry.Expires.UtcTicks, entry.Vector.ToArray(), entry.Body.ToArray()])
        {
            insert.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return transaction;
    }
}
