using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>A day that is over and is summed up: the sums of its hours become the day's, and are added to its month's.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class OverDay(long day)
{
    public long Day { get; } = day;

    public long Month { get; } = RollupPeriod.MonthOfDay(day);

    public long FirstHour => Day * RollupPeriod.HoursOfDay;

    /// <summary>Gets the sums of the day, hour after hour until they are merged.</summary>
    public PackedSums Sums { get; } = new();

    /// <summary>Gets the sums of the month, with the day only when they are merged.</summary>
    public PackedSums MonthSums { get; } = new();

    /// <summary>Merges the sums, without the file.</summary>
    public void Merge()
    {
        Sums.Merge();
        MonthSums.Add(Sums.Merged);
        MonthSums.Merge();
    }
}
