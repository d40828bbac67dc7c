namespace TokenFinOps.Pricing;

/// <summary>What several usage reports of one call amount to.</summary>
/// <param name="Usage">The usage of the call.</param>
/// <param name="IsCumulative">
/// Whether more than one report came and they were taken as snapshots of one call, so that they were not added up. Ledger entries note it.
/// </param>
public readonly record struct FoldedUsage(Usage Usage, bool IsCumulative);
