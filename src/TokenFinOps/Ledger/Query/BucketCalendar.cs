namespace TokenFinOps.Ledger.Query;

/// <summary>Finds the hour, day, week, month, quarter or year that a moment lies in, in a time zone, across changes of the clocks.</summary>
internal readonly record struct BucketCalendar(TimeBucket Bucket, TimeZoneInfo Zone)
{
    /// <summary>Gets the first moment of the bucket that a moment lies in, with the zone's offset at that first moment.</summary>
    public DateTimeOffset StartOf(DateTimeOffset moment)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(moment, Zone);
        return Bucket switch
        {
            // The hour that is lived through twice has two offsets, and so two buckets.
            TimeBucket.Hour => local.AddTicks(-(local.TimeOfDay.Ticks % TimeSpan.TicksPerHour)),
            TimeBucket.Day => FirstMomentOf(local.Date),
            TimeBucket.Week => FirstMomentOf(local.Date.AddDays(-DaysSinceMonday(local))),
            TimeBucket.Month => FirstMomentOf(new DateTime(local.Year, local.Month, 1)),
            TimeBucket.Quarter => FirstMomentOf(new DateTime(local.Year, local.Month - ((local.Month - 1) % 3), 1)),
            TimeBucket.Year => FirstMomentOf(new DateTime(local.Year, 1, 1)),
            _ => throw new InvalidOperationException($"{Bucket} has no start."),
        };
    }

    /// <summary>Finds out whether two moments, at most an hour apart, lie in different buckets.</summary>
    public bool Divides(DateTimeOffset first, DateTimeOffset last) => Bucket != TimeBucket.None && StartOf(first) != StartOf(last);

    private static int DaysSinceMonday(DateTimeOffset local) => ((int)local.DayOfWeek + 6) % 7;

    private DateTimeOffset FirstMomentOf(DateTime midnight)
    {
        if (Zone.IsInvalidTime(midnight))
        {
            // The clocks skip midnight: the day begins when they have been changed, where the old offset would have put midnight.
            DateTime before = midnight.AddTicks(-1);
            return TimeZoneInfo.ConvertTime(new DateTimeOffset(midnight, OffsetBefore(before)), Zone);
        }

        TimeSpan offset = Zone.IsAmbiguousTime(midnight) ? Zone.GetAmbiguousTimeOffsets(midnight).Max() : Zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset);
    }

    private TimeSpan OffsetBefore(DateTime local) => Zone.GetUtcOffset(Zone.IsInvalidTime(local) ? local.AddHours(-3) : local);
}
