namespace TokenFinOps.Reporting.Kpis;

/// <summary>How well cost finds its payer. Results are in percent, and <see langword="null"/> where there is no cost.</summary>
/// <remarks>Formulas are those of the FinOps Foundation's KPI library (CC BY 4.0) unless stated otherwise. Pure and thread-safe.</remarks>
public static class AllocationKpis
{
    /// <summary>Allocation accuracy index = directly attributed cost ÷ total cost × 100.</summary>
    /// <param name="directCost">The cost that names its payer.</param>
    /// <param name="totalCost">All cost.</param>
    /// <returns>The index in percent.</returns>
    public static decimal? AllocationAccuracy(decimal directCost, decimal totalCost) => KpiRatio.Percent(directCost, totalCost);

    /// <summary>Unallocated cost = unallocated effective cost ÷ total cost × 100.</summary>
    /// <param name="unallocatedCost">The cost that nobody bears.</param>
    /// <param name="totalCost">All cost.</param>
    /// <returns>The share in percent.</returns>
    public static decimal? Unallocated(decimal unallocatedCost, decimal totalCost) => KpiRatio.Percent(unallocatedCost, totalCost);

    /// <summary>Tag-policy-compliant cost = cost of calls that have every required tag ÷ total cost × 100. Ours: by cost and not by the number of calls.</summary>
    /// <param name="compliantCost">The cost of calls that have every required tag.</param>
    /// <param name="totalCost">All cost.</param>
    /// <returns>The share in percent.</returns>
    public static decimal? TagCompliance(decimal compliantCost, decimal totalCost) => KpiRatio.Percent(compliantCost, totalCost);

    /// <summary>General-ledger recharge rate of a cost centre = posted amount ÷ actual spend × 100.</summary>
    /// <param name="posted">What the general ledger charges the cost centre with.</param>
    /// <param name="actual">What the cost centre spent.</param>
    /// <returns>The rate in percent.</returns>
    public static decimal? RechargeRate(decimal posted, decimal actual) => KpiRatio.Percent(posted, actual);

    /// <summary>Apportionment validation = Σ apportioned ÷ shared cost × 100: anything but 100 is money lost or made.</summary>
    /// <param name="apportioned">What was apportioned, all shares together.</param>
    /// <param name="shared">What was to be apportioned.</param>
    /// <returns>The share in percent.</returns>
    public static decimal? Apportioned(decimal apportioned, decimal shared) => KpiRatio.Percent(apportioned, shared);
}
