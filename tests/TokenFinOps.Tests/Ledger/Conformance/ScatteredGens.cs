using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Conformance;

/// <summary>Random entries over months, in no order, and random periods to ask for: what stored sums of hours, days and months have to get right.</summary>
internal static class ScatteredGens
{
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.CreateCustomTimeZone("half", TimeSpan.FromMinutes(330), "half", "half");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>Makes entries of some months of 2026, many of them around the months' ends.</summary>
    /// <param name="firstMonth">The first month.</param>
    /// <param name="lastMonth">The last one.</param>
    /// <param name="otherHours">Which hours of the months the others are in.</param>
    public static Gen<LedgerEntry> Entries(int firstMonth, int lastMonth, Gen<int> otherHours) =>
        from month in Gen.Int[firstMonth, lastMonth]
        from hours in Gen.OneOf(Gen.Int[-30, 30], otherHours)
        from minute in Gen.Int[0, 59]
        from entry in LedgerGens.OrdinaryEntry
        select entry with { Timestamp = MonthStart(month).AddHours(hours).AddMinutes(minute) };

    /// <summary>Makes questions for periods that begin or end within hours, days and months, in zones of whole and half hours.</summary>
    /// <param name="firstMonth">The month of 2026 that hours are counted from.</param>
    /// <param name="fromHours">When periods begin.</param>
    /// <param name="toHours">When they end.</param>
    public static Gen<LedgerQuery> Questions(int firstMonth, Gen<int> fromHours, Gen<int> toHours) =>
        from zone in Gen.OneOf(TimeZoneInfo.Utc, Berlin, Kolkata)
        from bucket in Gen.Enum<TimeBucket>()
        from fromHour in fromHours.Nullable()
        from toHour in toHours.Nullable()
        from minute in Gen.OneOf(0, 0, 30)
        from byTag in Gen.Bool
        let start = MonthStart(firstMonth).AddMinutes(minute)
        let filter = new LedgerFilter { From = fromHour is { } f ? start.AddHours(f) : null, To = toHour is { } t ? start.AddHours(Math.Max(t, fromHour ?? t)) : null }
        select (byTag ? LedgerQuery.All.GroupBy("team", LedgerDimension.Model) : LedgerQuery.All).By(bucket, zone) with { Filter = filter };

    private static DateTimeOffset MonthStart(int month) => new(2026, month, 1, 0, 0, 0, TimeSpan.Zero);
}
