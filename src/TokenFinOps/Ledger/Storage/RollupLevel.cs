namespace TokenFinOps.Ledger.Storage;

/// <summary>How long a period is that one stored sum covers, in UTC. The numbers are stored.</summary>
internal enum RollupLevel
{
    /// <summary>An hour, counted from the first of the calendar. Kept up to date with every entry.</summary>
    Hour = 0,

    /// <summary>A day, counted alike. Made when the day is over, and kept up to date from then on.</summary>
    Day = 1,

    /// <summary>The days of a month that have sums, together; counted from month 0 of year 0.</summary>
    Month = 2,
}
