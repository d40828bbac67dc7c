namespace TokenFinOps.Ledger.Storage;

/// <summary>What a database has sums and entries for.</summary>
/// <param name="FirstHour">The first hour with entries.</param>
/// <param name="LastHour">The last one.</param>
/// <param name="SummedDays">The days that have sums of their own, and are in those of their months.</param>
/// <param name="EntriesFrom">The first hour of which single entries are kept.</param>
internal sealed record RollupCoverage(long FirstHour, long LastHour, IReadOnlySet<long> SummedDays, long EntriesFrom)
{
    private readonly HashSet<long> _summedMonths = [.. SummedDays.Select(RollupPeriod.MonthOfDay)];

    public bool HasMonth(long month) => _summedMonths.Contains(month);
}
