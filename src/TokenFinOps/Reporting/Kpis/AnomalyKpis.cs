namespace TokenFinOps.Reporting.Kpis;

/// <summary>What spend that nobody foresaw amounts to.</summary>
/// <remarks>Formulas and bands are those of the FinOps Foundation's KPI library (CC BY 4.0). Pure and thread-safe.</remarks>
public static class AnomalyKpis
{
    private const decimal Yellow = 2m;
    private const decimal Red = 7m;

    /// <summary>Anomaly cost = cost of anomalous spikes ÷ total spend × 100.</summary>
    /// <param name="anomalyCost">The cost of the spikes.</param>
    /// <param name="totalSpend">All spend.</param>
    /// <returns>The share in percent, or <see langword="null"/> where there is no spend.</returns>
    public static decimal? CostPercent(decimal anomalyCost, decimal totalSpend) => KpiRatio.Percent(anomalyCost, totalSpend);

    /// <summary>Finds the band of an anomaly cost: green below 2 %, yellow from 2 % to 7 %, red above.</summary>
    /// <param name="percent">The anomaly cost in percent of spend.</param>
    /// <returns>The band.</returns>
    public static AnomalyBand BandOf(decimal percent) => percent < Yellow ? AnomalyBand.Green : percent <= Red ? AnomalyBand.Yellow : AnomalyBand.Red;

    /// <summary>Anomaly-detected cost avoidance = unpredicted, correctable spend of a day × days that it would have gone on.</summary>
    /// <param name="dailySpend">The spend of a day.</param>
    /// <param name="days">How many days it would have gone on unnoticed.</param>
    /// <returns>The spend that was avoided.</returns>
    public static decimal CostAvoidance(decimal dailySpend, decimal days) => dailySpend * days;

    /// <summary>Total unpredicted variance of spend = effective cost of all anomalies − predicted spend of those services.</summary>
    /// <param name="anomalyCost">The effective cost while the anomalies lasted.</param>
    /// <param name="predicted">What was predicted for that time.</param>
    /// <returns>The variance.</returns>
    public static decimal UnpredictedVariance(decimal anomalyCost, decimal predicted) => anomalyCost - predicted;
}
