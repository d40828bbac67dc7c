using System.Data;
using Npgsql;
using TokenFinOps.Caching.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Caching;

/// <summary>The tables of a semantic cache, by version. Of many processes that start at once one makes or updates them, in one transaction, and the others wait.</summary>
/// <remarks>The version is the cache's own, apart from the ledger's, which may be in the same schema.</remarks>
internal static class CacheSchema
{
    /// <summary>Gets the version that this code reads and writes.</summary>
    public const long Version = 2;

    public static async Task MigrateAsync(NpgsqlConnection connection, CacheTables tables, CancellationToken cancellationToken)
    {
        if (await VersionAsync(connection, tables, cancellationToken).ConfigureAwait(false) == Version)
        {
            return;
        }

        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.RunAsync("SELECT pg_advisory_xact_lock($1)", cancellationToken, Value(tables.SchemaLock)).ConfigureAwait(false);
            long version = await VersionAsync(connection, tables, cancellationToken).ConfigureAwait(false);
            if (version == 0)
            {
                await connection.RunAsync(
                    $"CREATE SCHEMA IF NOT EXISTS {tables.Schema}; CREATE TABLE {tables.Fact} (name text PRIMARY KEY, value bigint NOT NULL)", cancellationToken).ConfigureAwait(false);
            }

            for (; version < Version; version++)
            {
                await connection.RunAsync(StepFrom(version, tables), cancellationToken).ConfigureAwait(false);
            }

            await connection.RunAsync(
                $"INSERT INTO {tables.Fact} VALUES ('schema_version', {version}) ON CONFLICT (name) DO UPDATE SET value = excluded.value", cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<long> VersionAsync(NpgsqlConnection connection, CacheTables tables, CancellationToken cancellationToken)
    {
        if (!await connection.HasTableAsync(tables.SchemaName, "cache_fact", cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        long version = await connection.ReadLongAsync($"SELECT value FROM {tables.Fact} WHERE name = 'schema_version'", cancellationToken).ConfigureAwait(false) ?? 0;
        return version <= Version ? version : throw new SemanticCacheStoreException(
            $"The semantic cache in schema {tables.Schema} has version {version}, and this TokenFinOps knows versions up to {Version}. Update TokenFinOps.PostgreSql in this application.");
    }

    // A step is never changed once released; a new one is added.
    private static string StepFrom(long version, CacheTables tables) => version switch
    {
        0 => First(tables),
        1 => $"CREATE TABLE {tables.State} (key text COLLATE \"C\" PRIMARY KEY, saved bigint NOT NULL, state text NOT NULL); COMMENT ON TABLE {tables.State} IS 'What acceptance policies learned, without any text of questions.'",
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "There is no such version of the schema."),
    };

    // json and not jsonb: it is kept to the letter.
    private static string First(CacheTables tables) => $"""
        CREATE TABLE {tables.Entry} (
            id uuid PRIMARY KEY,
            seq bigserial NOT NULL,
            changed xid8 NOT NULL DEFAULT pg_current_xact_id(),
            writer uuid NOT NULL,
            partition text COLLATE "C" NOT NULL,
            owner json NOT NULL,
            created bigint NOT NULL,
            expires bigint NOT NULL,
            removed bigint,
            vector bytea,
            body bytea
        );

        CREATE INDEX cache_entry_created ON {tables.Entry} (created, id) WHERE removed IS NULL;
        CREATE INDEX cache_entry_expires ON {tables.Entry} (expires);
        CREATE INDEX cache_entry_changed ON {tables.Entry} (changed, seq);
        CREATE INDEX cache_entry_removed ON {tables.Entry} (removed) WHERE removed IS NOT NULL;

        CREATE VIEW {tables.View} AS
            SELECT id, partition, owner, to_timestamp((created - 621355968000000000) / 10000000.0) AS created, to_timestamp((expires - 621355968000000000) / 10000000.0) AS expires,
                   to_timestamp((removed - 621355968000000000) / 10000000.0) AS removed, length(vector) / 4 AS dimension, length(body) AS body_bytes
            FROM {tables.Entry};

        COMMENT ON TABLE {tables.Entry} IS 'The semantic cache: questions and answers as text. Times are ticks of 100 ns since the year 1.';
        COMMENT ON COLUMN {tables.Entry}.changed IS 'The transaction that saved or removed it. Who reads the changes since a snapshot misses none that commits late.';
        COMMENT ON COLUMN {tables.Entry}.removed IS 'When it was removed. The row stays, without vector and body, until every process has been told.';
        COMMENT ON COLUMN {tables.Entry}.writer IS 'The process that saved or removed it, which need not be told.';
        COMMENT ON VIEW {tables.View} IS 'Who owns what in the semantic cache, without texts.';
        """;
}
