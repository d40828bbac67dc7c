using TokenFinOps.PostgreSql.Budgets;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>The steps by which the schema came to be what it is. A step is never changed once released; a new one is added.</summary>
internal static class SchemaScript
{
    /// <summary>Gets the version that this code reads and writes.</summary>
    public static int Version => 3;

    /// <summary>Gets the SQL that leads from one version to the next.</summary>
    public static string StepFrom(long version, LedgerTables tables) => version switch
    {
        0 => First(tables),
        1 => Second(tables),
        2 => BudgetSchema.Step(new BudgetTables(tables.SchemaName)),
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "There is no such version of the schema."),
    };

    // A run's name may be longer than an index takes, so its beginning is indexed.
    private static string First(LedgerTables tables) => $"""
        CREATE SEQUENCE {tables.EntrySequence};

        CREATE TABLE {tables.Key} (
            id uuid PRIMARY KEY,
            packed bytea NOT NULL,
            provider text,
            model text NOT NULL,
            requested_model text,
            deployment text,
            operation text NOT NULL,
            service_tier text NOT NULL,
            currency text NOT NULL,
            kind text NOT NULL,
            outcome text NOT NULL,
            usage_origin text NOT NULL,
            pricing_status text NOT NULL,
            error_type text,
            finish_reason text,
            catalogue_version text,
            tags jsonb NOT NULL
        );

        CREATE TABLE {tables.EntryId} (id uuid PRIMARY KEY);

        CREATE TABLE {tables.Entry} (
            seq bigint NOT NULL DEFAULT nextval('{tables.EntrySequence}'),
            at timestamptz NOT NULL,
            at_rest smallint NOT NULL,
            id uuid NOT NULL,
            key uuid NOT NULL,
            request_id uuid NOT NULL,
            run_id text COLLATE "C",
            parent_run_id text COLLATE "C",
            list_cost numeric,
            effective_cost numeric,
            baseline_cost numeric,
            input_tokens numeric,
            output_tokens numeric,
            details bytea NOT NULL,
            PRIMARY KEY (seq, at)
        ) PARTITION BY RANGE (at);

        CREATE INDEX entry_at ON {tables.Entry} (at);
        CREATE INDEX entry_run ON {tables.Entry} (left(run_id, 200)) WHERE run_id IS NOT NULL;
        CREATE INDEX entry_parent_run ON {tables.Entry} (left(parent_run_id, 200)) WHERE parent_run_id IS NOT NULL;

        CREATE TABLE {tables.Delta} (
            hour bigint NOT NULL,
            key uuid NOT NULL,
            packed bytea NOT NULL
        );

        CREATE INDEX rollup_delta_hour ON {tables.Delta} (hour);

        CREATE TABLE {tables.Rollup} (
            level smallint NOT NULL,
            period bigint NOT NULL,
            key uuid NOT NULL,
            packed bytea NOT NULL,
            PRIMARY KEY (level, period, key)
        );

        CREATE TABLE {tables.Day} (
            day bigint PRIMARY KEY,
            is_summed boolean NOT NULL
        );

        COMMENT ON COLUMN {tables.Entry}.at_rest IS 'Tenths of a microsecond to be added to at.';
        COMMENT ON COLUMN {tables.Entry}.details IS 'What no column says, packed by TokenFinOps.';
        COMMENT ON COLUMN {tables.Key}.packed IS 'The same values as in the columns, packed by TokenFinOps: these count.';
        COMMENT ON TABLE {tables.Delta} IS 'Sums of single batches that are not in rollup yet.';
        """;

    private static string Second(LedgerTables tables) => $"""
        CREATE TABLE {tables.ClosedPeriod} (
            name text PRIMARY KEY,
            document json NOT NULL
        );

        COMMENT ON TABLE {tables.ClosedPeriod} IS 'What was posted when a period was closed. It never changes.';
        """;
}
