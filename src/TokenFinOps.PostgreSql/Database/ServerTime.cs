using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>Converts moments to what PostgreSQL stores: microseconds from the year 2000. The tenths of a microsecond that a tick is are a column of their own.</summary>
internal static class ServerTime
{
    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerMicrosecond;

    public static long MicrosecondsOf(long ticks) => (ticks / TimeSpan.TicksPerMicrosecond) - Epoch;

    public static short RestOf(long ticks) => (short)(ticks % TimeSpan.TicksPerMicrosecond);

    public static long TicksOf(long microseconds, short rest) => ((microseconds + Epoch) * TimeSpan.TicksPerMicrosecond) + rest;

    /// <summary>Gets the first moment of an hour, also of the one after the calendar's end.</summary>
    public static long StartOfHour(long hour) => MicrosecondsOf(hour * TimeSpan.TicksPerHour);

    /// <summary>Writes the first moment of a month for use in SQL.</summary>
    public static string MonthLiteral(long month) => $"'{month / 12:0000}-{(month % 12) + 1:00}-01 00:00:00+00'";

    public static long MonthOfHour(long hour) => RollupPeriod.MonthOfDay(RollupPeriod.DayOfHour(hour));
}
