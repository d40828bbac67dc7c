namespace TokenFinOps.Ledger.Query;

/// <summary>How long something took, over many attempts: nearest-rank percentiles, at most 3.2 % off.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P95">95 % of them took no longer.</param>
/// <param name="P99">99 % of them took no longer.</param>
public readonly record struct LatencyPercentiles(long Count, TimeSpan P50, TimeSpan P95, TimeSpan P99)
{
    internal static LatencyPercentiles? Of(in LogHistogram histogram) => histogram.Count == 0
        ? null
        : new LatencyPercentiles(histogram.Count, histogram.Percentile(50), histogram.Percentile(95), histogram.Percentile(99));
}
