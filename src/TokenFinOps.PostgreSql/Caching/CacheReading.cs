using Npgsql;
using TokenFinOps.Caching.Storage;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Caching;

/// <summary>The questions to a semantic cache's tables.</summary>
/// <remarks>
/// <para>
/// Every row says which transaction changed it last. What changed between two snapshots are the rows whose transaction the second one sees and the first does not: each is
/// told once, also one whose transaction began before the first snapshot and committed after it.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
internal sealed class CacheReading(CacheTables tables, Guid reader, TimeProvider time)
{
    private const string Snapshot = "SELECT pg_current_snapshot()::text";

    // The timeline changes when a standby takes over or a backup is restored to a point in time.
    private const string Server = "SELECT (SELECT system_identifier FROM pg_control_system())::text || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)";

    private readonly string _load = $"""
        SELECT {CacheRows.Columns} FROM {tables.Entry}
        WHERE removed IS NULL AND (created, id) > ($1, $2) AND expires > $3 ORDER BY created, id LIMIT $4
        """;

    private readonly string _state = $"SELECT state FROM {tables.State} WHERE key = $1";

    private readonly string _all = $"SELECT {CacheRows.Columns} FROM {tables.Entry} WHERE writer <> $1 AND (changed, seq) > ($2::xid8, $3) ORDER BY changed, seq LIMIT $4";

    /// <summary>Gets the question for changes. Its order is that of an index, which the server uses whatever it knows of the table.</summary>
    public string Changes { get; } = $"""
        SELECT {CacheRows.Columns} FROM {tables.Entry}
        WHERE changed >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(changed, $1::pg_snapshot) AND pg_visible_in_snapshot(changed, $2::pg_snapshot)
          AND writer <> $3 AND (changed, seq) > ($4::xid8, $5)
        ORDER BY changed, seq LIMIT $6
        """;

    public async Task<CacheCursor> CursorAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        string server = await ServerAsync(connection, cancellationToken).ConfigureAwait(false);
        return new CacheCursor(server, await SnapshotAsync(connection, cancellationToken).ConfigureAwait(false), now);
    }

    public static Task<string> SnapshotAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => TextAsync(connection, Snapshot, cancellationToken);

    /// <summary>Reads what was kept under a key.</summary>
    public async Task<string?> StateAsync(NpgsqlConnection connection, string key, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Command(connection, _state, Value(key));
        await using (command.ConfigureAwait(false))
        {
            return (string?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads entries after one, the oldest first.</summary>
    public async Task<List<StoredCacheEntry>> LoadAsync(
        NpgsqlConnection connection, CacheRows rows, StoredCacheEntry? last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Command(connection, _load, Value(last?.Created.UtcTicks ?? -1), Value(last?.Id ?? Guid.Empty), Value(now.UtcTicks), Value(rows.Limit));
        return (await rows.ReadAsync(command, cancellationToken).ConfigureAwait(false)).ConvertAll(static row => row.Change.Saved!);
    }

    /// <summary>Reads what others changed between two snapshots, after a place.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="rows">Reads the rows.</param>
    /// <param name="since">The first snapshot; <see langword="null"/> for everything there is.</param>
    /// <param name="until">The second one.</param>
    /// <param name="after">The place.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task<List<(CachePlace Place, CacheStoreChange Change)>> ChangesAsync(
        NpgsqlConnection connection, CacheRows rows, string? since, string until, CachePlace after, CancellationToken cancellationToken) => rows.ReadAsync(
            since is null
                ? Command(connection, _all, Value(reader), Value(after.Changed), Value(after.Seq), Value(rows.Limit))
                : Command(connection, Changes, Value(since), Value(until), Value(reader), Value(after.Changed), Value(after.Seq), Value(rows.Limit)),
            cancellationToken);

    // A server that does not say who it is might be another one each time: then everything is told again after a reconnection, and nothing is missed.
    private static async Task<string> ServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await TextAsync(connection, Server, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException refused) when (refused.SqlState is ['4', '2', ..] or ['0', 'A', ..] or ['5', '5', ..])
        {
            return Guid.NewGuid().ToString();
        }
    }

    private static async Task<string> TextAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Command(connection, sql);
        await using (command.ConfigureAwait(false))
        {
            return (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
