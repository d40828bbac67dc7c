using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Answers questions from the file, on connections of its own: readers and the writer do not wait for each other.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LedgerReading(LedgerFile file)
{
    private const int MostRemembered = 200_000;
    private const string EntryColumnList = "seq, id, at, key, request_id, run_id, parent_run_id, list_cost, effective_cost, baseline_cost, packed";

    private readonly ConcurrentDictionary<long, RollupKey> _keys = new();

    /// <summary>Answers a question, in one view of the file.</summary>
    public LedgerReport Answer(LedgerQuery query, LedgerGaps gaps, CancellationToken cancellationToken)
    {
        using SqliteConnection connection = file.OpenToRead();
        using SqliteTransaction view = connection.BeginTransaction(deferred: true);
        using var keys = new SqliteStatement(connection, "SELECT packed FROM ledger_key WHERE key = ?");
        RollupAnswer<long> answer = Empty();
        answer.Note(gaps);
        if (CoverageOf(connection) is not { } coverage)
        {
            return answer.Build();
        }

        RollupPlan plan = RollupPlan.For(query, coverage);
        var sums = new StoredSums(answer, Empty);
        foreach (RollupRange range in plan.Ranges)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (range.Level is { } level)
            {
                ReadSums(connection, level, range, sums, cancellationToken);
            }
            else
            {
                ReadEntries(connection, keys, range, query.Filter, answer, cancellationToken);
            }
        }

        sums.Complete(cancellationToken);
        answer.Note(plan.MissesEntries ? LedgerGaps.EntriesEvicted : LedgerGaps.None);
        foreach (long hour in plan.TakenWhole)
        {
            answer.NoteWholeHour(hour);
        }

        return answer.Build();

        RollupAnswer<long> Empty() => new(query, number => KeyOf(keys, number));
    }

    /// <summary>Reads the next entries in the order in which they were appended.</summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="numbers">The numbers of the entries, the first one exclusive.</param>
    /// <param name="most">How many are read, at most, whether they are meant or not.</param>
    /// <param name="entries">Where they are added.</param>
    /// <returns>The numbers that are left, or <see langword="null"/> when there are none.</returns>
    public (long After, long Last)? ReadPage(LedgerFilter filter, (long After, long Last) numbers, int most, List<LedgerEntry> entries)
    {
        using SqliteConnection connection = file.OpenToRead();
        using SqliteTransaction view = connection.BeginTransaction(deferred: true);
        using var keys = new SqliteStatement(connection, "SELECT packed FROM ledger_key WHERE key = ?");
        var scan = EntryScan.For(filter);

        // Without a run to look up, the order of the table is the order that is wanted: an index on the time would have to be sorted, for every page.
        string table = scan.Values.Count > 0 ? "entry" : "entry NOT INDEXED";
        using var statement = new SqliteStatement(
            connection, $"SELECT {EntryColumnList} FROM {table} WHERE seq > ? AND seq <= ? AND {scan.Condition} ORDER BY seq LIMIT ?");
        statement.Bind(1, numbers.After);
        statement.Bind(2, numbers.Last);
        int next = scan.Bind(statement, 3);
        statement.Bind(next, most);
        int rows = 0;
        for (; statement.Step(); rows++)
        {
            numbers.After = statement.Int64(0);
            AddIfMeant(statement, keys, filter, entries.Add);
        }

        return rows < most ? null : numbers;
    }

    /// <summary>Gets the numbers between which the entries of a period lie, the first one exclusive.</summary>
    /// <returns>The numbers, or <see langword="null"/> when there are no entries.</returns>
    public (long After, long Last)? NumbersOf(LedgerFilter filter)
    {
        using SqliteConnection connection = file.OpenToRead();
        bool isBounded = filter.From is not null || filter.To is not null;
        using var range = new SqliteStatement(
            connection, isBounded ? "SELECT min(seq), max(seq) FROM entry WHERE at >= ? AND at < ?" : "SELECT (SELECT min(seq) FROM entry), (SELECT max(seq) FROM entry)");
        if (isBounded)
        {
            range.Bind(1, filter.From?.UtcTicks ?? 0);
            range.Bind(2, filter.To?.UtcTicks ?? long.MaxValue);
        }

        return range.Step() && !range.IsNull(0) ? (range.Int64(0) - 1, range.Int64(1)) : null;
    }

    private static RollupCoverage? CoverageOf(SqliteConnection connection)
    {
        using var first = new SqliteStatement(connection, "SELECT period FROM rollup WHERE level = 0 ORDER BY period LIMIT 1");
        using var last = new SqliteStatement(connection, "SELECT period FROM rollup WHERE level = 0 ORDER BY period DESC LIMIT 1");
        using var days = new SqliteStatement(connection, "SELECT day FROM summed_day");
        using var from = new SqliteStatement(connection, EntryRetention.ReadEntriesFrom);
        if (!first.Step() || !last.Step())
        {
            return null;
        }

        var summed = new HashSet<long>();
        while (days.Step())
        {
            summed.Add(days.Int64(0));
        }

        return new RollupCoverage(first.Int64(0), last.Int64(0), summed, from.Step() ? from.Int64(0) : 0);
    }

    private static void ReadSums(SqliteConnection connection, RollupLevel level, RollupRange range, StoredSums sums, CancellationToken cancellationToken)
    {
        using var statement = new SqliteStatement(connection, "SELECT period, packed FROM rollup WHERE level = ? AND period >= ? AND period < ?");
        statement.Bind(1, (long)level);
        statement.Bind(2, range.From);
        statement.Bind(3, range.To);
        while (statement.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            sums.Add(level, statement.Int64(0), statement.Bytes(1), cancellationToken);
        }
    }

    private void ReadEntries(
        SqliteConnection connection, SqliteStatement keys, RollupRange hours, LedgerFilter filter, RollupAnswer<long> answer, CancellationToken cancellationToken)
    {
        var scan = EntryScan.For(filter.IsPerRequest ? filter : LedgerFilter.All);
        using var statement = new SqliteStatement(connection, $"SELECT {EntryColumnList} FROM entry WHERE {scan.Condition} AND at >= ? AND at < ?");
        int next = scan.Bind(statement, 1);
        statement.Bind(next, hours.From * TimeSpan.TicksPerHour);
        statement.Bind(next + 1, hours.To * TimeSpan.TicksPerHour);
        while (statement.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddIfMeant(statement, keys, filter, answer.Add);
        }
    }

    private void AddIfMeant(SqliteStatement statement, SqliteStatement keys, LedgerFilter filter, Action<LedgerEntry> add)
    {
        RollupKey key = KeyOf(keys, statement.Int64(3));
        if (!filter.Conditions.All(condition => condition.Dimension.IsPerRequest || condition.Matches(key.ValueOf(condition.Dimension))))
        {
            return;
        }

        LedgerEntry entry = EntryCodec.Read(ColumnsOf(statement), key, statement.Bytes(10));
        if (filter.Matches(entry))
        {
            add(entry);
        }
    }

    private static EntryColumns ColumnsOf(SqliteStatement statement) => new()
    {
        Id = statement.Id(1),
        Ticks = statement.Int64(2),
        RequestId = statement.Id(4),
        RunId = statement.Text(5),
        ParentRunId = statement.Text(6),
        ListCost = statement.Decimal(7),
        EffectiveCost = statement.Decimal(8),
        BaselineCost = statement.Decimal(9),
    };

    private RollupKey KeyOf(SqliteStatement keys, long number)
    {
        if (_keys.TryGetValue(number, out RollupKey? known))
        {
            return known;
        }

        RollupKey key = ReadKey(keys, number);
        if (_keys.Count >= MostRemembered)
        {
            _keys.Clear();
        }

        return _keys.GetOrAdd(number, key);
    }

    private static RollupKey ReadKey(SqliteStatement keys, long number)
    {
        // The cores that add up one question's sums share its statement.
        lock (keys)
        {
            keys.Bind(1, number);
            RollupKey key = keys.Step() ? RollupKeyCodec.Read(keys.Bytes(0)) : throw new InvalidDataException($"The ledger has no key {number}: the file is damaged.");
            keys.Reset();
            return key;
        }
    }
}
