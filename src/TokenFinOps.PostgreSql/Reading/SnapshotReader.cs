using Npgsql;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Reading;

/// <summary>Answers one question from one state of the database: sums, sums of batches that are not folded into them yet, and entries of hours that the question cuts.</summary>
/// <remarks>
/// A batch's sum counts for the hour that it is of, whether or not the day or the month of the hour has a sum: folding moves it from one table to the other in one
/// transaction, and a question sees it in exactly one of them. Not thread-safe.
/// </remarks>
internal sealed class SnapshotReader(NpgsqlConnection connection, LedgerTables tables, LedgerQuery query, KeyStore.Lookup keys)
{
    private const int PageSize = 8_192;

    private readonly RollupAnswer<Guid> _answer = new(query, id => keys[id]);

    public async Task<LedgerReport> AnswerAsync(LedgerGaps gaps, CancellationToken cancellationToken)
    {
        _answer.Note(gaps);
        RollupCoverage coverage = await CoverageAsync(cancellationToken).ConfigureAwait(false);
        var plan = RollupPlan.For(query, coverage);
        if (plan.MissesEntries)
        {
            _answer.Note(LedgerGaps.EntriesEvicted);
        }

        foreach (long hour in plan.TakenWhole)
        {
            _answer.NoteWholeHour(hour);
        }

        await ReadSumsAsync(plan, cancellationToken).ConfigureAwait(false);
        await ReadEntriesAsync(plan, coverage, cancellationToken).ConfigureAwait(false);
        return _answer.Build();
    }

    private async Task<RollupCoverage> CoverageAsync(CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.Add($"SELECT min(hour), max(hour), (SELECT value FROM {tables.Fact} WHERE name = 'entries_from') FROM {tables.Delta}");
            batch.Add($"SELECT day, is_summed FROM {tables.Day}");
            NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                (long first, long last) = reader.IsDBNull(0) ? (long.MaxValue, -1) : (reader.GetInt64(0), reader.GetInt64(1));
                long entriesFrom = reader.IsDBNull(2) ? 0 : reader.GetInt64(2);
                HashSet<long> summed = [];
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    long day = reader.GetInt64(0);
                    first = Math.Min(first, day * RollupPeriod.HoursOfDay);
                    last = Math.Max(last, (day * RollupPeriod.HoursOfDay) + RollupPeriod.HoursOfDay - 1);
                    if (reader.GetBoolean(1))
                    {
                        summed.Add(day);
                    }
                }

                return new RollupCoverage(last < 0 ? 0 : first, last, summed, entriesFrom);
            }
        }
    }

    private async Task ReadSumsAsync(RollupPlan plan, CancellationToken cancellationToken)
    {
        RollupRange[] ranges = [.. plan.Ranges.Where(static range => range.Level is not null)];
        if (ranges.Length == 0)
        {
            return;
        }

        NpgsqlParameter[] parameters =
        [
            Value(ranges.Select(static range => (short)range.Level!.Value).ToArray()),
            Value(ranges.Select(static range => range.From).ToArray()),
            Value(ranges.Select(static range => range.To).ToArray()),
        ];
        await ReadSumsAsync(
            $"""
            SELECT s.level, s.period, s.key, s.packed
            FROM unnest($1, $2, $3) AS r (level, first, after)
            JOIN {tables.Rollup} s ON s.level = r.level AND s.period >= r.first AND s.period < r.after
            """,
            static _ => true,
            parameters,
            cancellationToken).ConfigureAwait(false);

        var hours = new SummedHours(query.Filter, plan);
        await ReadSumsAsync(
            $"SELECT 0::smallint, hour, key, packed FROM {tables.Delta} WHERE hour >= $1 AND hour <= $2",
            row => hours.Contains(row.Period),
            [Value(hours.First), Value(hours.Last)],
            cancellationToken).ConfigureAwait(false);
    }

    private Task ReadSumsAsync(string sql, Func<SumRow, bool> isMeant, NpgsqlParameter[] parameters, CancellationToken cancellationToken) => new ServerCursor<SumRow>(
        connection, "sums", sql, parameters, static reader => new SumRow((RollupLevel)reader.GetInt16(0), reader.GetInt64(1), reader.GetGuid(2), reader.GetFieldValue<byte[]>(3)), PageSize)
        .ReadAsync(
            async rows =>
            {
                rows.RemoveAll(row => !isMeant(row));
                await keys.LoadAsync(connection, rows.Select(static row => row.Key), cancellationToken).ConfigureAwait(false);
                rows.ForEach(row => _answer.Add(row.Level, row.Period, row.Key, row.Packed));
            },
            cancellationToken);

    private async Task ReadEntriesAsync(RollupPlan plan, RollupCoverage coverage, CancellationToken cancellationToken)
    {
        RollupRange[] ranges = [.. plan.Ranges.Where(static range => range.Level is null)];
        if (ranges.Length == 0)
        {
            return;
        }

        // Entries before that are about to be removed: some may be gone.
        EntryConditions conditions = new EntryConditions().Within(ranges).With(query.Filter).Since(ServerTime.StartOfHour(coverage.EntriesFrom));
        await new ServerCursor<EntryRow>(connection, "entries", $"SELECT {EntryRow.Select} FROM {tables.Entry} e WHERE {conditions.Sql}", conditions.Parameters, EntryRow.From, PageSize).ReadAsync(
            async rows =>
            {
                await keys.LoadAsync(connection, rows.Select(static row => row.Key), cancellationToken).ConfigureAwait(false);
                foreach (EntryRow row in rows)
                {
                    if (row.ToEntry(keys, query.Filter) is { } entry)
                    {
                        _answer.Add(entry);
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);
    }
}
