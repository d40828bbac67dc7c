using Npgsql;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>Makes the tables that hold the entries of a month, when the first entry of the month comes.</summary>
/// <remarks>
/// A table is made apart and attached then, which keeps nobody from reading or writing the other months. It is done in a transaction of its own, before that of the
/// entries. Not thread-safe.
/// </remarks>
internal sealed class MonthPartitions(LedgerTables tables)
{
    private readonly HashSet<long> _known = [];

    public void Forget() => _known.Clear();

    public async Task EnsureAsync(NpgsqlConnection connection, IEnumerable<long> months, CancellationToken cancellationToken)
    {
        foreach (long month in months)
        {
            if (!_known.Contains(month))
            {
                await MakeAsync(connection, month, cancellationToken).ConfigureAwait(false);
                _known.Add(month);
            }
        }
    }

    private async Task MakeAsync(NpgsqlConnection connection, long month, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(connection, month, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.RunAsync("SELECT pg_advisory_xact_lock($1)", cancellationToken, ConnectionExtensions.Value(tables.SchemaLock)).ConfigureAwait(false);
            if (!await ExistsAsync(connection, month, cancellationToken).ConfigureAwait(false))
            {
                await connection.RunAsync(
                    $"""
                    CREATE TABLE {tables.PartitionOf(month)} (LIKE {tables.Entry} INCLUDING DEFAULTS);
                    ALTER TABLE {tables.Entry} ATTACH PARTITION {tables.PartitionOf(month)}
                        FOR VALUES FROM ({ServerTime.MonthLiteral(month)}) TO ({ServerTime.MonthLiteral(month + 1)});
                    """,
                    cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<bool> ExistsAsync(NpgsqlConnection connection, long month, CancellationToken cancellationToken) =>
        connection.HasTableAsync(tables.SchemaName, LedgerTables.PartitionName(month), cancellationToken);
}
