using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>A day that is over and is summed up: the sums of its hours become the day's, and are added to its month's.</summary>
/// <remarks>Not thread-safe. While another core merges it, it may only be asked whether it is merged.</remarks>
internal sealed class OverDay(long day)
{
    private Task? _merging;

    public long Day { get; } = day;

    public long Month { get; } = RollupPeriod.MonthOfDay(day);

    public long FirstHour => Day * RollupPeriod.HoursOfDay;

    /// <summary>Gets the sums of the day, hour after hour until they are merged.</summary>
    public PackedSums Sums { get; } = new();

    /// <summary>Gets the sums of the month, with the day only when they are merged.</summary>
    public PackedSums MonthSums { get; } = new();

    /// <summary>Gets a value indicating whether nobody has to wait for <see cref="Merge"/>.</summary>
    public bool IsMerged => _merging is { IsCompleted: true };

    /// <summary>Has another core merge the sums, which takes no file.</summary>
    public void BeginToMerge() => _merging = Task.Run(MergeAll);

    /// <summary>Merges the sums, or waits until they are.</summary>
    public void Merge()
    {
        if (_merging is null)
        {
            MergeAll();
        }
        else
        {
            _merging.GetAwaiter().GetResult();
        }
    }

    private void MergeAll()
    {
        Sums.Merge();
        MonthSums.Add(Sums.Merged);
        MonthSums.Merge();
    }
}
