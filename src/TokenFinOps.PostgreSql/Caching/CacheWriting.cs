using Npgsql;
using TokenFinOps.Caching.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Caching;

/// <summary>Saves, removes and purges, each in one statement that takes its locks in the order of the ids, so that nobody deadlocks.</summary>
/// <remarks>
/// A removed entry leaves its row without vector and body: so others learn of it, and a late repetition of its saving does not bring it back. Notifications are sent by
/// the statements, arrive when they are committed, and say nothing but that something changed. Immutable and thread-safe.
/// </remarks>
internal sealed class CacheWriting(CacheTables tables, Guid writer)
{
    private readonly string _save = $"""
        WITH saved AS (
            INSERT INTO {tables.Entry} (id, writer, partition, owner, created, expires, vector, body)
            SELECT id, $1, partition, owner::json, created, expires, vector, body
            FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bytea[], $8::bytea[]) AS new (id, partition, owner, created, expires, vector, body)
            ORDER BY id
            ON CONFLICT (id) DO NOTHING
            RETURNING 1)
        SELECT pg_notify('{tables.Channel}', '') WHERE EXISTS (SELECT FROM saved)
        """;

    private readonly string _remove = $"""
        WITH gone AS (
            SELECT id FROM {tables.Entry} WHERE id = ANY ($2) AND removed IS NULL ORDER BY id FOR UPDATE),
        removed AS (
            UPDATE {tables.Entry} e SET seq = DEFAULT, changed = DEFAULT, writer = $1, removed = $3, vector = NULL, body = NULL
            FROM gone WHERE e.id = gone.id
            RETURNING 1)
        SELECT pg_notify('{tables.Channel}', '') WHERE EXISTS (SELECT FROM removed)
        """;

    private readonly string _purgeExpired =
        $"DELETE FROM {tables.Entry} WHERE id IN (SELECT id FROM {tables.Entry} WHERE expires <= $1 ORDER BY expires LIMIT $2 FOR UPDATE SKIP LOCKED)";

    private readonly string _purgeRemoved =
        $"DELETE FROM {tables.Entry} WHERE id IN (SELECT id FROM {tables.Entry} WHERE removed <= $1 ORDER BY removed LIMIT $2 FOR UPDATE SKIP LOCKED)";

    private readonly string _keep = $"INSERT INTO {tables.State} (key, saved, state) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET saved = excluded.saved, state = excluded.state";

    public Task<int> SaveAsync(NpgsqlConnection connection, IReadOnlyList<StoredCacheEntry> entries, CancellationToken cancellationToken) => connection.RunAsync(
        _save,
        cancellationToken,
        Value(writer),
        Value(entries.Select(static entry => entry.Id).ToArray()),
        Value(entries.Select(static entry => entry.Partition).ToArray()),
        Value(entries.Select(static entry => entry.Owner).ToArray()),
        Value(entries.Select(static entry => entry.Created.UtcTicks).ToArray()),
        Value(entries.Select(static entry => entry.Expires.UtcTicks).ToArray()),
        Value(entries.Select(static entry => entry.Vector.ToArray()).ToArray()),
        Value(entries.Select(static entry => entry.Body.ToArray()).ToArray()));

    public Task<int> RemoveAsync(NpgsqlConnection connection, Guid[] ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.RunAsync(_remove, cancellationToken, Value(writer), Value(ids), Value(now.UtcTicks));

    public Task<int> SaveStateAsync(NpgsqlConnection connection, string key, string state, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.RunAsync(_keep, cancellationToken, Value(key), Value(now.UtcTicks), Value(state));

    /// <summary>Takes out some of what has expired, and of what was removed so long ago that nobody need be told.</summary>
    public async Task<int> PurgeAsync(NpgsqlConnection connection, DateTimeOffset expired, DateTimeOffset removed, int most, CancellationToken cancellationToken)
    {
        int count = await connection.RunAsync(_purgeExpired, cancellationToken, Value(expired.UtcTicks), Value(most)).ConfigureAwait(false);
        return count + await connection.RunAsync(_purgeRemoved, cancellationToken, Value(removed.UtcTicks), Value(most)).ConfigureAwait(false);
    }
}
