using Microsoft.Data.Sqlite;
using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Sqlite.Caching;

/// <summary>The tables of a semantic cache, by version. A file of an earlier version is taken forward, step by step, in one transaction.</summary>
/// <remarks>The version is the cache's own, apart from the ledger's, which may be in the same file.</remarks>
internal static class CacheSchema
{
    /// <summary>"TFOC", by which a file is known as that of a cache. A ledger that comes into it puts its own mark in its place.</summary>
    public const int ApplicationId = 0x54464F43;

    /// <summary>Gets the steps from one version to the next. A released step never changes.</summary>
    /// <remarks>
    /// Times are ticks of 100 ns since the year 1, as in the ledger. A vector stands before its body, so that what is loaded is read in the order in which it lies there.
    /// The view <c>semantic_cache</c> is for people: it shows who owns what, and no text.
    /// </remarks>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE cache_entry (
            seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, partition TEXT NOT NULL, owner TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL,
            vector BLOB NOT NULL, body BLOB NOT NULL);
        CREATE INDEX cache_entry_created ON cache_entry (created, id);
        CREATE INDEX cache_entry_expires ON cache_entry (expires);

        CREATE VIEW semantic_cache AS
            SELECT lower(hex(id)) AS id, partition, owner,
                   strftime('%Y-%m-%dT%H:%M:%fZ', (created - 621355968000000000) / 10000000.0, 'unixepoch') AS created,
                   strftime('%Y-%m-%dT%H:%M:%fZ', (expires - 621355968000000000) / 10000000.0, 'unixepoch') AS expires,
                   length(vector) / 4 AS dimension, length(body) AS body_bytes
            FROM cache_entry;
        """,
        "CREATE TABLE cache_state (key TEXT PRIMARY KEY, saved INTEGER NOT NULL, state TEXT NOT NULL) WITHOUT ROWID",
    ];

    /// <summary>Brings a file to a version, by default the latest.</summary>
    /// <exception cref="SemanticCacheStoreException">The file is of a later version, or neither a cache nor a ledger.</exception>
    public static void Migrate(SqliteConnection connection, IReadOnlyList<string>? steps = null)
    {
        steps ??= Steps;
        if (SeenVersionOf(connection, steps) == steps.Count)
        {
            return;
        }

        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);

        // Another process may have been faster.
        long version = VersionOf(connection, steps);
        if (version == 0)
        {
            LedgerFile.Execute(connection, "CREATE TABLE cache_fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL)");
        }

        for (; version < steps.Count; version++)
        {
            LedgerFile.Execute(connection, steps[(int)version]);
        }

        LedgerFile.Execute(connection, $"INSERT INTO cache_fact VALUES ('schema_version', {version}) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        if (Number(connection, "PRAGMA application_id") == 0)
        {
            LedgerFile.Execute(connection, $"PRAGMA application_id = {ApplicationId}");
        }

        transaction.Commit();
    }

    // In one snapshot, so that a file which another process brings to its schema just now does not seem to be somebody else's.
    private static long SeenVersionOf(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
        return VersionOf(connection, steps);
    }

    private static long VersionOf(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        long application = Number(connection, "PRAGMA application_id");
        bool isOurs = application is ApplicationId or LedgerSchema.ApplicationId || (application == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0);
        if (!isOurs)
        {
            throw new SemanticCacheStoreException(
                $"'{connection.DataSource}' is an SQLite database, but neither a cache nor a ledger of TokenFinOps. Give the cache a file of its own.");
        }

        long version = Number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'cache_fact'") == 0
            ? 0
            : Number(connection, "SELECT value FROM cache_fact WHERE name = 'schema_version'");
        return version <= steps.Count
            ? version
            : throw new SemanticCacheStoreException(
                $"The semantic cache in '{connection.DataSource}' has schema {version}; this version of TokenFinOps knows up to {steps.Count}. Update the package.");
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
