using Microsoft.Data.Sqlite;
using TokenFinOps.Sqlite.Budgets;
using TokenFinOps.Sqlite.Caching;

namespace TokenFinOps.Sqlite;

/// <summary>The tables of a ledger file, by version. A file of an earlier version is taken forward, step by step, in one transaction.</summary>
internal static class LedgerSchema
{
    /// <summary>"TFOL", by which the file is known as a ledger.</summary>
    public const int ApplicationId = 0x54464F4C;

    /// <summary>Gets the steps from one version to the next. A released step never changes.</summary>
    /// <remarks>
    /// Packed columns hold what the SDK alone reads; the others are for people and other tools, as is the view <c>ledger</c>. Costs are decimal digits as text, times are
    /// ticks of 100 ns since the year 1 (subtract 621355968000000000 and divide by 10,000,000 for Unix seconds).
    /// </remarks>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE ledger_key (
            key INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, packed BLOB NOT NULL,
            kind TEXT, operation TEXT, provider TEXT, deployment TEXT, model TEXT, requested_model TEXT, service_tier TEXT, currency TEXT,
            outcome TEXT, usage_origin TEXT, pricing_status TEXT, error_type TEXT, finish_reason TEXT, catalogue_version TEXT, tags TEXT);

        CREATE TABLE entry (
            seq INTEGER PRIMARY KEY, id BLOB NOT NULL, at INTEGER NOT NULL, key INTEGER NOT NULL, request_id BLOB NOT NULL, run_id TEXT, parent_run_id TEXT,
            list_cost TEXT, effective_cost TEXT, baseline_cost TEXT, input_tokens INTEGER, output_tokens INTEGER, packed BLOB NOT NULL);
        CREATE UNIQUE INDEX entry_id ON entry (id);
        CREATE INDEX entry_at ON entry (at);
        CREATE INDEX entry_run ON entry (run_id) WHERE run_id IS NOT NULL;
        CREATE INDEX entry_parent_run ON entry (parent_run_id) WHERE parent_run_id IS NOT NULL;

        CREATE TABLE rollup (level INTEGER NOT NULL, period INTEGER NOT NULL, part INTEGER NOT NULL, packed BLOB NOT NULL);
        CREATE UNIQUE INDEX rollup_part ON rollup (level, period, part);
        CREATE TABLE summed_day (day INTEGER PRIMARY KEY);
        CREATE TABLE ledger_fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
        CREATE TABLE closed_period (name TEXT PRIMARY KEY, document TEXT NOT NULL);

        CREATE VIEW ledger AS
            SELECT strftime('%Y-%m-%dT%H:%M:%fZ', (at - 621355968000000000) / 10000000.0, 'unixepoch') AS time, lower(hex(id)) AS id, lower(hex(request_id)) AS request_id,
                   run_id, parent_run_id, kind, operation, provider, deployment, model, requested_model, service_tier, outcome, usage_origin, pricing_status,
                   currency, list_cost, effective_cost, baseline_cost, input_tokens, output_tokens, tags
            FROM entry JOIN ledger_key USING (key);
        """,
        BudgetSchema.Step,
    ];

    /// <summary>Brings a file to a version, by default the latest.</summary>
    /// <exception cref="InvalidOperationException">The file is of a later version, or no ledger.</exception>
    public static void Migrate(SqliteConnection connection, IReadOnlyList<string>? steps = null)
    {
        steps ??= Steps;
        if (SeenVersionOf(connection, steps) == steps.Count)
        {
            return;
        }

        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);

        // Another process may have been faster.
        int version = VersionOf(connection, steps);
        for (; version < steps.Count; version++)
        {
            Execute(connection, steps[version]);
        }

        Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version};");
        transaction.Commit();
    }

    // In one snapshot: a process that brings a new file to its schema between two looks would make it seem to be somebody else's.
    private static int SeenVersionOf(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
        return VersionOf(connection, steps);
    }

    private static int VersionOf(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        long application = Number(connection, "PRAGMA application_id");
        long version = Number(connection, "PRAGMA user_version");

        // A cache may have been in the file first.
        bool isEmpty = version == 0 && (application == CacheSchema.ApplicationId || (application == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0));
        if (!isEmpty && application != ApplicationId)
        {
            throw new InvalidOperationException($"'{connection.DataSource}' is an SQLite database, but not a ledger of TokenFinOps. Give the ledger a file of its own.");
        }

        return version <= steps.Count
            ? (int)version
            : throw new InvalidOperationException($"The ledger '{connection.DataSource}' has schema {version}; this version of TokenFinOps knows up to {steps.Count}. Update the package.");
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
