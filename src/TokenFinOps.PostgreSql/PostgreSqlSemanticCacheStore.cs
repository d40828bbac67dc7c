using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TokenFinOps.Caching.Storage;
using TokenFinOps.PostgreSql.Caching;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql;

/// <summary>Keeps the semantic cache's entries in PostgreSQL 15 or later, for many processes that share them. The server needs no extension: each process searches in its own memory.</summary>
/// <remarks>
/// <para>How it works:</para>
/// <list type="number">
/// <item><description>Entries are saved and removed by single statements with arrays, which lock rows in one order: processes neither deadlock nor wait for long.</description></item>
/// <item><description>Each change notifies those who watch; the notification is empty, and what changed is read from the table.</description></item>
/// <item><description>
/// Who watches reads what was committed since the snapshot that it read last. So nothing is missed, whether the connection was down, the server was restarted, a
/// notification was lost or a transaction committed late.
/// </description></item>
/// <item><description>Of a removed entry a row without contents stays until it would have expired, so that all learn of it.</description></item>
/// </list>
/// <para>
/// Questions and answers are stored as text: every role that may read the table, superusers, and whoever has a backup can read them, whatever tenant they belong to. The
/// column <c>owner</c> says whose an entry is. Watching holds one connection, which must not go through a pooler that shares sessions; through one, changes arrive within 30
/// seconds. The schema is made or updated when the store is first used. Thread-safe.
/// </para>
/// </remarks>
public sealed class PostgreSqlSemanticCacheStore : ISemanticCacheStore, IAsyncDisposable, IDisposable
{
    private const int RowsAtOnce = 500;
    private const int BytesAtOnce = 4 << 20;
    private const int PurgedAtOnce = 500;

    // The clocks of processes differ; until then an entry that has expired for us may be served by others, and its removal be news to them.
    private static readonly TimeSpan ExpiryMargin = TimeSpan.FromHours(1);

    private readonly NpgsqlDataSource _source;
    private readonly bool _isOwner;
    private readonly PostgreSqlSemanticCacheOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CacheDatabase _database;
    private readonly CacheWriting _writing;
    private readonly CacheReading _reading;
    private readonly WatchStart _start;

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlSemanticCacheStore"/> class.</summary>
    /// <param name="connectionString">How to connect, as Npgsql takes it: <c>Host=db;Database=finops;Username=app;Password=…</c>.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Later changes of the object have no effect.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> is the system's.</param>
    /// <param name="logger">Where faults while watching are logged; <see langword="null"/> is nowhere.</param>
    /// <exception cref="ArgumentException">The connection string or an option is not valid.</exception>
    public PostgreSqlSemanticCacheStore(
        string connectionString, PostgreSqlSemanticCacheOptions? options = null, TimeProvider? timeProvider = null, ILogger<PostgreSqlSemanticCacheStore>? logger = null)
        : this(LedgerDataSource.Of(connectionString), options, timeProvider, logger) => _isOwner = true;

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlSemanticCacheStore"/> class.</summary>
    /// <param name="dataSource">Where connections come from. It is the caller's, and is not disposed of.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Later changes of the object have no effect.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> is the system's.</param>
    /// <param name="logger">Where faults while watching are logged; <see langword="null"/> is nowhere.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public PostgreSqlSemanticCacheStore(
        NpgsqlDataSource dataSource, PostgreSqlSemanticCacheOptions? options = null, TimeProvider? timeProvider = null, ILogger<PostgreSqlSemanticCacheStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        _options = (options ?? new()).Copy();
        _options.Validate();
        _source = dataSource;
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger<PostgreSqlSemanticCacheStore>.Instance;
        var tables = new CacheTables(_options.Schema);
        var process = Guid.NewGuid();
        _database = new CacheDatabase(dataSource, tables);
        _writing = new CacheWriting(tables, process);
        _reading = new CacheReading(tables, process, _time);
        _start = new WatchStart(_reading);
    }

    /// <inheritdoc/>
    /// <exception cref="SemanticCacheStoreException">The server is away, or refuses.</exception>
    public async IAsyncEnumerable<StoredCacheEntry> LoadAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await ReadAsync(connection => _start.OfLoadAsync(connection, cancellationToken), cancellationToken).ConfigureAwait(false);
        await ReadAsync(connection => PurgeAsync(connection, now, PurgedAtOnce, cancellationToken), cancellationToken).ConfigureAwait(false);
        var rows = new CacheRows();
        StoredCacheEntry? last = null;
        while (await ReadAsync(connection => _reading.LoadAsync(connection, rows, last, now, cancellationToken), cancellationToken).ConfigureAwait(false) is [.., var newest] page)
        {
            foreach (StoredCacheEntry entry in page)
            {
                yield return entry;
            }

            last = newest;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SemanticCacheStoreException">The server is away, or refuses; part of the entries may have been written.</exception>
    public async Task SaveAsync(IReadOnlyCollection<StoredCacheEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (IReadOnlyList<StoredCacheEntry> part in PartsOf(entries))
        {
            await _database.RunAsync(
                "The cache's entries cannot be written.",
                async connection =>
                {
                    await _writing.SaveAsync(connection, part, cancellationToken).ConfigureAwait(false);
                    return await PurgeAsync(connection, _time.GetUtcNow(), Math.Max(PurgedAtOnce, part.Count), cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A removed entry cannot be saved again.</remarks>
    /// <exception cref="SemanticCacheStoreException">The server is away, or refuses; part of the entries may have been removed.</exception>
    public async Task RemoveAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        foreach (Guid[] part in ids.Chunk(RowsAtOnce))
        {
            await _database.RunAsync(
                "The cache's entries cannot be removed.",
                connection => _writing.RemoveAsync(connection, part, _time.GetUtcNow(), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SemanticCacheStoreException">The server is away, or refuses.</exception>
    public Task<string?> LoadStateAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return ReadAsync(connection => _reading.StateAsync(connection, key, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="SemanticCacheStoreException">The server is away, or refuses.</exception>
    public Task SaveStateAsync(string key, string state, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(state);
        return _database.RunAsync(
            "What the cache learned cannot be written.", connection => _writing.SaveStateAsync(connection, key, state, _time.GetUtcNow(), cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Tells what other processes save and remove, from before <see cref="LoadAsync"/> was last called, or from the first connection where it was not, until it is cancelled.
    /// While the server is away it waits, and then tells what happened meanwhile.
    /// </summary>
    /// <param name="cancellationToken">Ends it, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The changes; those of one entry in their order. A change may be told twice.</returns>
    /// <exception cref="SemanticCacheStoreException">
    /// The schema is of a later version, or the server was away for longer than <see cref="PostgreSqlSemanticCacheOptions.KeepRemovals"/>: removals may have been missed, so
    /// entries should be forgotten and loaded again.
    /// </exception>
    public async IAsyncEnumerable<CacheStoreChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var feed = new ChangeFeed(_database, _reading, _start, _options, _time, _logger);
        await using (feed.ConfigureAwait(false))
        {
            while (true)
            {
                foreach (CacheStoreChange change in await feed.NextAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return change;
                }
            }
        }
    }

    /// <summary>Closes the connections that the store opened.</summary>
    /// <returns>A task that completes when they are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        DisposeOfOwn();
        if (_isOwner)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connections that the store opened.</summary>
    public void Dispose()
    {
        DisposeOfOwn();
        if (_isOwner)
        {
            _source.Dispose();
        }
    }

    private static IEnumerable<IReadOnlyList<StoredCacheEntry>> PartsOf(IReadOnlyCollection<StoredCacheEntry> entries)
    {
        List<StoredCacheEntry> part = [];
        long bytes = 0;
        foreach (StoredCacheEntry entry in entries)
        {
            long size = entry.Vector.Length + entry.Body.Length;
            if (part.Count == RowsAtOnce || (part.Count > 0 && bytes + size > BytesAtOnce))
            {
                yield return part;
                part = [];
                bytes = 0;
            }

            part.Add(entry);
            bytes += size;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) =>
        _database.RunAsync("The cache's entries cannot be read.", read, cancellationToken);

    // What is past is no hindrance: if it cannot be taken out now it is another time.
    private async Task<int> PurgeAsync(NpgsqlConnection connection, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        try
        {
            return await _writing.PurgeAsync(connection, Before(now, ExpiryMargin), Before(now, _options.KeepRemovals), most, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (ServerFault.IsOne(fault))
        {
            return 0;
        }
    }

    private static DateTimeOffset Before(DateTimeOffset now, TimeSpan span) => now - DateTimeOffset.MinValue > span ? now - span : DateTimeOffset.MinValue;

    private void DisposeOfOwn()
    {
        _start.Dispose();
        _database.Dispose();
    }
}
