namespace TokenFinOps.Pricing;

/// <summary>Folds the usage reports of a stream into the usage of the call.</summary>
/// <remarks>
/// Providers disagree: some report shares that add up, some repeat ever larger snapshots, and adapters mix the two. Adding snapshots bills a prompt as often as
/// it was reported. Stateless and thread-safe; use <see cref="UsageAccumulator"/> to fold while the stream runs.
/// </remarks>
public static class UsageFolding
{
    /// <summary>Folds usage reports.</summary>
    /// <param name="reports">The reports, in the order in which they came; empty ones are skipped.</param>
    /// <param name="policy">How they are folded; the default is <see cref="StreamingUsagePolicy.Auto"/>.</param>
    /// <returns>The usage of the call, and whether the reports were taken as snapshots.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reports"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The policy is not a defined one.</exception>
    public static FoldedUsage Fold(IEnumerable<Usage> reports, StreamingUsagePolicy policy = StreamingUsagePolicy.Auto)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var accumulator = new UsageAccumulator(policy);
        foreach (Usage report in reports)
        {
            accumulator.Add(report);
        }

        return accumulator.Result;
    }
}
