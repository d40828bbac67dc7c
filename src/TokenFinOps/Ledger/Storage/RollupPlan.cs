using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Chooses from which stored sums a question is answered: the longest periods that the question takes as a whole.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>A month that lies within the question's period and one of its time buckets is read from the month's sums, and its days without sums from their hours'.</description></item>
/// <item><description>Else a day is, from its own sums or its hours'; else an hour.</description></item>
/// <item><description>An hour that is cut is read entry by entry, or, where the entries are gone, as a whole, which the report says.</description></item>
/// <item><description>A question that tells requests apart is answered entry by entry.</description></item>
/// </list>
/// <para>Not thread-safe.</para>
/// </remarks>
internal sealed class RollupPlan
{
    private readonly List<RollupRange> _ranges = [];
    private readonly List<long> _takenWhole = [];
    private readonly LedgerQuery _query;
    private readonly RollupCoverage _coverage;
    private readonly BucketCalendar _calendar;
    private readonly long _end;

    private RollupPlan(LedgerQuery query, RollupCoverage coverage)
    {
        _query = query;
        _coverage = coverage;
        _calendar = new BucketCalendar(query.Bucket, query.TimeZone);
        _end = (query.Filter.To is { UtcTicks: > 0 and var to } ? Math.Min(coverage.LastHour, RollupPeriod.HourOf(to - 1)) : coverage.LastHour) + 1;
    }

    /// <summary>Gets what is to be read, in the order of time.</summary>
    public IReadOnlyList<RollupRange> Ranges => _ranges;

    /// <summary>Gets the hours that the question cuts and that are taken whole, because their entries are gone.</summary>
    public IReadOnlyList<long> TakenWhole => _takenWhole;

    /// <summary>Gets a value indicating whether single entries are asked for that are gone.</summary>
    public bool MissesEntries { get; private set; }

    /// <summary>Plans the answer to a question.</summary>
    public static RollupPlan For(LedgerQuery query, RollupCoverage coverage)
    {
        var plan = new RollupPlan(query, coverage);
        plan.Walk(query.Filter.From is { } from ? Math.Max(coverage.FirstHour, RollupPeriod.HourOf(from.UtcTicks)) : coverage.FirstHour);
        return plan;
    }

    private void Walk(long hour)
    {
        if (_query.IsPerRequest)
        {
            MissesEntries = hour < Math.Min(_end, _coverage.EntriesFrom);
            Add(null, hour, _end);
            return;
        }

        while (hour < _end)
        {
            hour = TryMonth(hour) ?? TryDay(hour) ?? ReadHour(hour);
        }
    }

    private long? TryMonth(long hour)
    {
        long day = RollupPeriod.DayOfHour(hour);
        long month = RollupPeriod.MonthOfDay(day);
        if (!_coverage.HasMonth(month) || (hour != RollupPeriod.FirstDayOf(month) * RollupPeriod.HoursOfDay && hour != _coverage.FirstHour))
        {
            return null;
        }

        long next = RollupPeriod.FirstDayOf(month + 1);
        if (!IsWhole(RollupPeriod.FirstDayOf(month) * RollupPeriod.HoursOfDay, next * RollupPeriod.HoursOfDay))
        {
            return null;
        }

        Add(RollupLevel.Month, month, month + 1);
        for (; day < next && day * RollupPeriod.HoursOfDay < _end; day++)
        {
            if (!_coverage.SummedDays.Contains(day))
            {
                Add(RollupLevel.Hour, day * RollupPeriod.HoursOfDay, (day + 1) * RollupPeriod.HoursOfDay);
            }
        }

        return next * RollupPeriod.HoursOfDay;
    }

    private long? TryDay(long hour)
    {
        long day = RollupPeriod.DayOfHour(hour);
        long start = day * RollupPeriod.HoursOfDay;
        if ((hour != start && hour != _coverage.FirstHour) || !IsWhole(start, start + RollupPeriod.HoursOfDay))
        {
            return null;
        }

        if (_coverage.SummedDays.Contains(day))
        {
            Add(RollupLevel.Day, day, day + 1);
        }
        else
        {
            Add(RollupLevel.Hour, start, start + RollupPeriod.HoursOfDay);
        }

        return start + RollupPeriod.HoursOfDay;
    }

    private long ReadHour(long hour)
    {
        bool isWhole = IsWhole(hour, hour + 1);
        bool isGone = hour < _coverage.EntriesFrom;
        Add(isWhole || isGone ? RollupLevel.Hour : null, hour, hour + 1);
        if (!isWhole && isGone)
        {
            _takenWhole.Add(hour);
        }

        return hour + 1;
    }

    // What lies outside the database's own hours is empty, so a period may reach beyond them.
    private bool IsWhole(long from, long to)
    {
        DateTimeOffset first = RollupPeriod.StartOfHour(from);
        DateTimeOffset last = RollupPeriod.LastBefore(to);
        return _query.Filter.Contains(first) && _query.Filter.Contains(last) && !_calendar.Divides(first, last);
    }

    private void Add(RollupLevel? level, long from, long to)
    {
        if (to <= from)
        {
            return;
        }

        if (_ranges.Count > 0 && _ranges[^1] is var last && last.Level == level && last.To == from)
        {
            _ranges[^1] = last with { To = to };
            return;
        }

        _ranges.Add(new RollupRange(level, from, to));
    }
}
