using Npgsql;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Upkeep;

/// <summary>Moves the sums of batches into those of hours, and sums up days that are over into days and months.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>One process does it at a time; the others leave it to that one. Writers are not kept waiting.</description></item>
/// <item><description>What is added to a sum is deleted from where it was in the same transaction, so it counts once, whenever the process dies.</description></item>
/// <item><description>A day is added to its month once, when it is over. What comes later for the day is added to the hour, the day and the month alike.</description></item>
/// </list>
/// <para>Thread-safe.</para>
/// </remarks>
internal sealed class SumFolder(LedgerDatabase database, TimeProvider time)
{
    private const int MostRows = 20_000;

    // Buffered entries of other processes are still on their way when a day ends.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private readonly LedgerTables _tables = database.Tables;

    /// <summary>Folds until nothing is left, or another process is at it.</summary>
    public async Task FoldAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            long folded = 0;
            while (await InTurnAsync(connection, FoldSomeAsync, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                folded += count;
            }

            while (await InTurnAsync(connection, SumDayAsync, cancellationToken).ConfigureAwait(false) > 0)
            {
            }

            if (folded >= MostRows)
            {
                // What was folded lies dead in the table until it is vacuumed, and every question reads over it.
                await connection.RunAsync($"VACUUM (SKIP_LOCKED) {_tables.Delta}", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<int> InTurnAsync(NpgsqlConnection connection, Func<NpgsqlConnection, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (!await connection.TryLockAsync(_tables.FoldLock, cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }

            int count = await work(connection, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return count;
        }
    }

    private async Task<int> FoldSomeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        HashSet<long> summed = await SummedDaysAsync(connection, cancellationToken).ConfigureAwait(false);
        HashSet<long> days = [];
        var sums = new SumSet();
        int count = await ReadAsync(
            connection,
            $"DELETE FROM {_tables.Delta} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {_tables.Delta} LIMIT {MostRows})) RETURNING hour, key, packed",
            [],
            (hour, key, packed) =>
            {
                long day = RollupPeriod.DayOfHour(hour);
                days.Add(day);
                sums.Add(RollupLevel.Hour, hour, key, packed);
                if (summed.Contains(day))
                {
                    sums.Add(RollupLevel.Day, day, key, packed);
                    sums.Add(RollupLevel.Month, RollupPeriod.MonthOfDay(day), key, packed);
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            return 0;
        }

        await sums.StoreAsync(connection, _tables, cancellationToken).ConfigureAwait(false);
        await connection.RunAsync(
            $"INSERT INTO {_tables.Day} (day, is_summed) SELECT day, false FROM unnest($1::bigint[]) AS fresh (day) ON CONFLICT DO NOTHING",
            cancellationToken,
            Value(days.ToArray())).ConfigureAwait(false);
        return count;
    }

    private async Task<int> SumDayAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        long today = (time.GetUtcNow() - Grace).UtcTicks / TimeSpan.TicksPerDay;
        if (await connection.ReadLongAsync(
                $"SELECT min(day) FROM {_tables.Day} WHERE NOT is_summed AND day < $1", cancellationToken, Value(today)).ConfigureAwait(false) is not { } day)
        {
            return 0;
        }

        var sums = new SumSet();
        long month = RollupPeriod.MonthOfDay(day);
        await ReadAsync(
            connection,
            $"SELECT period, key, packed FROM {_tables.Rollup} WHERE level = 0 AND period >= $1 AND period < $2",
            [Value(day * RollupPeriod.HoursOfDay), Value((day + 1) * RollupPeriod.HoursOfDay)],
            (_, key, packed) =>
            {
                sums.Add(RollupLevel.Day, day, key, packed);
                sums.Add(RollupLevel.Month, month, key, packed);
            },
            cancellationToken).ConfigureAwait(false);
        await sums.StoreAsync(connection, _tables, cancellationToken).ConfigureAwait(false);
        await connection.RunAsync($"UPDATE {_tables.Day} SET is_summed = true WHERE day = $1", cancellationToken, Value(day)).ConfigureAwait(false);
        return 1;
    }

    private async Task<HashSet<long>> SummedDaysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        HashSet<long> days = [];
        var command = new NpgsqlCommand($"SELECT day FROM {_tables.Day} WHERE is_summed", connection);
        await using (command.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    days.Add(reader.GetInt64(0));
                }
            }
        }

        return days;
    }

    private static async Task<int> ReadAsync(
        NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, Action<long, Guid, byte[]> use, CancellationToken cancellationToken)
    {
        int count = 0;
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(parameters);
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                for (; await reader.ReadAsync(cancellationToken).ConfigureAwait(false); count++)
                {
                    use(reader.GetInt64(0), reader.GetGuid(1), reader.GetFieldValue<byte[]>(2));
                }
            }
        }

        return count;
    }
}
