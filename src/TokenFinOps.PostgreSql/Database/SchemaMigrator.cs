using Npgsql;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>Makes the schema, and brings an older one up to date, in one transaction. Of many processes that start at once one does it and the others wait.</summary>
internal static class SchemaMigrator
{
    public static async Task MigrateAsync(NpgsqlConnection connection, LedgerTables tables, CancellationToken cancellationToken)
    {
        if (await VersionAsync(connection, tables, cancellationToken).ConfigureAwait(false) == SchemaScript.Version)
        {
            return;
        }

        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.RunAsync("SELECT pg_advisory_xact_lock($1)", cancellationToken, new NpgsqlParameter<long> { TypedValue = tables.SchemaLock }).ConfigureAwait(false);
            long version = await VersionAsync(connection, tables, cancellationToken).ConfigureAwait(false);
            if (version == 0)
            {
                await connection.RunAsync(
                    $"CREATE SCHEMA IF NOT EXISTS {tables.Schema}; CREATE TABLE {tables.Fact} (name text PRIMARY KEY, value bigint NOT NULL)", cancellationToken).ConfigureAwait(false);
            }

            for (; version < SchemaScript.Version; version++)
            {
                await connection.RunAsync(SchemaScript.StepFrom(version, tables), cancellationToken).ConfigureAwait(false);
            }

            await connection.RunAsync(
                $"INSERT INTO {tables.Fact} VALUES ('schema_version', {version}) ON CONFLICT (name) DO UPDATE SET value = excluded.value", cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<long> VersionAsync(NpgsqlConnection connection, LedgerTables tables, CancellationToken cancellationToken)
    {
        if (!await connection.HasTableAsync(tables.SchemaName, "fact", cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        long version = await connection.ReadLongAsync($"SELECT value FROM {tables.Fact} WHERE name = 'schema_version'", cancellationToken).ConfigureAwait(false) ?? 0;
        return version <= SchemaScript.Version ? version : throw new LedgerUnavailableException(
            $"The ledger in schema {tables.Schema} has version {version}, and this TokenFinOps knows versions up to {SchemaScript.Version}. Update TokenFinOps.PostgreSql in this application.");
    }
}
