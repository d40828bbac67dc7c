using Npgsql;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Upkeep;

/// <summary>Removes single entries that are older than what is kept. Their sums stay.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>First the first kept hour moves on, while no writer is in a transaction: from then on older entries are refused.</description></item>
/// <item><description>Then the entries before it go with their ids, an hour at a time.</description></item>
/// <item><description>A month that an earlier pass emptied is dropped as a table, once nobody uses it: whoever asks still sees what was there when the question began.</description></item>
/// </list>
/// <para>Thread-safe; one process does it at a time.</para>
/// </remarks>
internal sealed class EntryRetention(LedgerDatabase database, TimeSpan keep, TimeProvider time)
{
    private readonly LedgerTables _tables = database.Tables;

    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            foreach (long month in await PastMonthsAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                await DropAsync(connection, month, cancellationToken).ConfigureAwait(false);
            }

            long first = await MoveOnAsync(connection, cancellationToken).ConfigureAwait(false);
            while (await RemoveHourAsync(connection, first, cancellationToken).ConfigureAwait(false) > 0)
            {
            }
        }
    }

    private Task<long?> FirstAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ReadLongAsync($"SELECT value FROM {_tables.Fact} WHERE name = 'entries_from'", cancellationToken);

    private async Task<long> MoveOnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        long first = RollupPeriod.HourOf(Math.Max(0, (time.GetUtcNow() - keep).UtcTicks));
        if (await FirstAsync(connection, cancellationToken).ConfigureAwait(false) is { } already && already >= first)
        {
            return already;
        }

        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.RunAsync("SELECT pg_advisory_xact_lock($1)", cancellationToken, Value(_tables.WriteLock)).ConfigureAwait(false);
            await connection.RunAsync(
                $"INSERT INTO {_tables.Fact} AS f VALUES ('entries_from', $1) ON CONFLICT (name) DO UPDATE SET value = greatest(f.value, excluded.value)",
                cancellationToken,
                Value(first)).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return first;
    }

    private async Task<int> RemoveHourAsync(NpgsqlConnection connection, long first, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (!await connection.TryLockAsync(_tables.RetentionLock, cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }

            int count = await connection.RunAsync(
                $"""
                WITH gone AS (
                    DELETE FROM {_tables.Entry}
                    WHERE at < least($1, (SELECT min(at) FROM {_tables.Entry}) + interval '1 hour')
                    RETURNING id)
                DELETE FROM {_tables.EntryId} USING gone WHERE entry_id.id = gone.id
                """,
                cancellationToken,
                new NpgsqlParameter<long> { TypedValue = ServerTime.StartOfHour(first), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz }).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return count;
        }
    }

    private async Task<List<long>> PastMonthsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        long first = ServerTime.MonthOfHour(await FirstAsync(connection, cancellationToken).ConfigureAwait(false) ?? 0);
        List<long> months = [];
        var command = new NpgsqlCommand($"SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '{_tables.Entry}'::regclass", connection);
        await using (command.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    months.Add(LedgerTables.MonthOf(reader.GetString(0)));
                }
            }
        }

        return months.FindAll(month => month < first);
    }

    // Dropping waits for those who use the table, and others wait behind it: so not for long, and again another time.
    private async Task DropAsync(NpgsqlConnection connection, long month, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            try
            {
                await connection.RunAsync("SET LOCAL lock_timeout = '2s'", cancellationToken).ConfigureAwait(false);
                await connection.RunAsync($"LOCK TABLE ONLY {_tables.Entry}, {_tables.PartitionOf(month)} IN ACCESS EXCLUSIVE MODE", cancellationToken).ConfigureAwait(false);
                if (await connection.ReadLongAsync($"SELECT 1::bigint WHERE EXISTS (SELECT FROM {_tables.PartitionOf(month)})", cancellationToken).ConfigureAwait(false) is null)
                {
                    await connection.RunAsync($"DROP TABLE {_tables.PartitionOf(month)}", cancellationToken).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.UndefinedTable)
            {
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
