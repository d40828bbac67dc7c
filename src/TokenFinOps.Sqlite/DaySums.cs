using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Sums up entries by hour, and days that are over, so that a long period is read day by day or month by month.</summary>
/// <remarks>For the writing connection. Not thread-safe.</remarks>
internal sealed class DaySums : IDisposable
{
    private readonly RollupTable _rollups;
    private readonly SqliteStatement _days;
    private readonly SqliteStatement _next;
    private readonly SqliteStatement _mark;
    private readonly HashSet<long> _summed = [];
    private readonly SortedSet<long> _open = [];
    private long _latest;

    public DaySums(SqliteConnection connection, RollupTable rollups)
    {
        _rollups = rollups;
        _days = new SqliteStatement(connection, "SELECT day FROM summed_day");
        _next = new SqliteStatement(connection, "SELECT period FROM rollup WHERE level = 0 AND period >= ? ORDER BY period LIMIT 1");
        _mark = new SqliteStatement(connection, "INSERT INTO summed_day (day) VALUES (?)");
    }

    /// <summary>Gets how many days are over, because there is a later one, and not summed up.</summary>
    public int Over => _open.Contains(_latest) ? _open.Count - 1 : _open.Count;

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

    /// <summary>Writes the sums of new entries: to their hours, and to those days and months that are summed up already.</summary>
    public void Add(GroupSums added)
    {
        for (int i = 0; i < added.Count; i++)
        {
            long hour = added.HourAt(i, out ReadOnlySpan<byte> packed);
            long day = RollupPeriod.DayOfHour(hour);
            _latest = Math.Max(_latest, day);
            _rollups.Add(RollupLevel.Hour, hour, packed);
            if (_summed.Contains(day))
            {
                _rollups.Add(RollupLevel.Day, day, packed);
                _rollups.Add(RollupLevel.Month, RollupPeriod.MonthOfDay(day), packed);
            }
            else
            {
                _open.Add(day);
            }
        }
    }

    /// <summary>Says whether new entries change what a day that is over was read from: its hours, or its month.</summary>
    public bool Concerns(OverDay over, GroupSums added)
    {
        for (int i = 0; i < added.Count; i++)
        {
            long day = RollupPeriod.DayOfHour(added.HourAt(i, out _));
            if (day == over.Day || (_summed.Contains(day) && RollupPeriod.MonthOfDay(day) == over.Month))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the earliest day that is over.</summary>
    public OverDay ReadOver()
    {
        var over = new OverDay(_open.Min);
        for (long hour = over.FirstHour; hour < over.FirstHour + RollupPeriod.HoursOfDay; hour++)
        {
            _rollups.AddTo(over.Sums, RollupLevel.Hour, hour);
        }

        _rollups.AddTo(over.MonthSums, RollupLevel.Month, over.Month);
        return over;
    }

    /// <summary>Writes a day that was merged. Nothing that it was read from may have changed since.</summary>
    public void Write(OverDay over)
    {
        for (long hour = over.FirstHour; hour < over.FirstHour + RollupPeriod.HoursOfDay; hour++)
        {
            _rollups.MergeMany(RollupLevel.Hour, hour);
        }

        _rollups.Replace(RollupLevel.Day, over.Day, over.Sums);
        _rollups.Replace(RollupLevel.Month, over.Month, over.MonthSums);
        _mark.Bind(1, over.Day);
        _mark.Run();
        _open.Remove(over.Day);
        _summed.Add(over.Day);
    }

    public void Dispose()
    {
        _days.Dispose();
        _next.Dispose();
        _mark.Dispose();
    }

    private long? NextFrom(long day)
    {
        _next.Bind(1, day * RollupPeriod.HoursOfDay);
        long? found = _next.Step() ? RollupPeriod.DayOfHour(_next.Int64(0)) : null;
        _next.Reset();
        return found;
    }
}
