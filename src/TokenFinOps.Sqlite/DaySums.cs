using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Sums up days that are over, so that a long period is read day by day or month by month.</summary>
/// <remarks>For the writing connection. Not thread-safe.</remarks>
internal sealed class DaySums : IDisposable
{
    private readonly RollupTable _rollups;
    private readonly SqliteStatement _hours;
    private readonly SqliteStatement _days;
    private readonly SqliteStatement _next;
    private readonly SqliteStatement _mark;
    private readonly HashSet<long> _summed = [];
    private readonly SortedSet<long> _open = [];
    private long _latest;

    public DaySums(SqliteConnection connection, RollupTable rollups)
    {
        _rollups = rollups;
        _hours = new SqliteStatement(connection, "SELECT key, packed FROM rollup WHERE level = 0 AND period >= ? AND period < ?");
        _days = new SqliteStatement(connection, "SELECT day FROM summed_day");
        _next = new SqliteStatement(connection, "SELECT period FROM rollup WHERE level = 0 AND period >= ? ORDER BY period LIMIT 1");
        _mark = new SqliteStatement(connection, "INSERT INTO summed_day (day) VALUES (?)");
    }

    /// <summary>Reads again which days are summed and which are not.</summary>
    public void Load()
    {
        _summed.Clear();
        _open.Clear();
        for (; _days.Step(); _summed.Add(_days.Int64(0)))
        {
        }

        _days.Reset();
        for (long? day = NextFrom(0); day is { } found; day = NextFrom(found + 1))
        {
            _latest = found;
            if (!_summed.Contains(found))
            {
                _open.Add(found);
            }
        }
    }

    /// <summary>Adds a new entry to the sums of its hour, and to those of its day and month if they are made already.</summary>
    public void Add(LedgerEntry entry, long key)
    {
        long hour = RollupPeriod.HourOf(entry.Timestamp.UtcTicks);
        long day = RollupPeriod.DayOfHour(hour);
        _rollups[RollupLevel.Hour, hour, key].Add(entry);
        _latest = Math.Max(_latest, day);
        if (!_summed.Contains(day))
        {
            _open.Add(day);
            return;
        }

        _rollups[RollupLevel.Day, day, key].Add(entry);
        _rollups[RollupLevel.Month, RollupPeriod.MonthOfDay(day), key].Add(entry);
    }

    /// <summary>Gets a value indicating whether a day is over and not summed up.</summary>
    public bool HasOver => _open.Count > 0 && _open.Min < _latest;

    /// <summary>Sums up the earliest day that is over: one that has a later day after it. In a transaction of the caller's.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool SumOne()
    {
        if (!HasOver)
        {
            return false;
        }

        long day = _open.Min;
        Dictionary<long, Tally> sums = HoursOf(day);
        long month = RollupPeriod.MonthOfDay(day);
        var buffer = new ByteWriter();
        foreach ((long key, Tally sum) in sums)
        {
            buffer.Clear();
            sum.Write(buffer);
            _rollups[RollupLevel.Day, day, key].Add(buffer.Written);
            _rollups[RollupLevel.Month, month, key].Add(buffer.Written);
        }

        _rollups.Save();
        _mark.Bind(1, day);
        _mark.Run();
        _open.Remove(day);
        _summed.Add(day);
        return true;
    }

    public void Dispose()
    {
        _hours.Dispose();
        _days.Dispose();
        _next.Dispose();
        _mark.Dispose();
    }

    private Dictionary<long, Tally> HoursOf(long day)
    {
        var sums = new Dictionary<long, Tally>();
        _hours.Bind(1, day * RollupPeriod.HoursOfDay);
        _hours.Bind(2, (day + 1) * RollupPeriod.HoursOfDay);
        while (_hours.Step())
        {
            long key = _hours.Int64(0);
            if (!sums.TryGetValue(key, out Tally? sum))
            {
                sums[key] = sum = new Tally();
            }

            sum.Add(_hours.Bytes(1));
        }

        _hours.Reset();
        return sums;
    }

    private long? NextFrom(long day)
    {
        _next.Bind(1, day * RollupPeriod.HoursOfDay);
        long? found = _next.Step() ? RollupPeriod.DayOfHour(_next.Int64(0)) : null;
        _next.Reset();
        return found;
    }
}
