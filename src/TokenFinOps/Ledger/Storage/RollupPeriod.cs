namespace TokenFinOps.Ledger.Storage;

/// <summary>Counts hours, days and months in UTC, and finds their first and last moments.</summary>
internal static class RollupPeriod
{
    public const int HoursOfDay = 24;

    public static long HourOf(long ticks) => ticks / TimeSpan.TicksPerHour;

    public static long DayOfHour(long hour) => hour / HoursOfDay;

    public static long MonthOfDay(long day)
    {
        DateTime date = new(day * TimeSpan.TicksPerDay, DateTimeKind.Utc);
        return (date.Year * 12L) + date.Month - 1;
    }

    /// <summary>Gets the first day of a month, or the first one after the calendar's end.</summary>
    public static long FirstDayOf(long month) =>
        month < 10_000L * 12 ? new DateTime((int)(month / 12), (int)(month % 12) + 1, 1).Ticks / TimeSpan.TicksPerDay : (DateTime.MaxValue.Ticks / TimeSpan.TicksPerDay) + 1;

    public static DateTimeOffset StartOf(RollupLevel level, long period) => level switch
    {
        RollupLevel.Hour => StartOfHour(period),
        RollupLevel.Day => StartOfHour(period * HoursOfDay),
        _ => StartOfHour(FirstDayOf(period) * HoursOfDay),
    };

    public static DateTimeOffset StartOfHour(long hour) => new(hour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    /// <summary>Gets the last moment before an hour.</summary>
    public static DateTimeOffset LastBefore(long hour) => new((hour * TimeSpan.TicksPerHour) - 1, TimeSpan.Zero);
}
