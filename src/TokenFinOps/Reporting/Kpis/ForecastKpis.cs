namespace TokenFinOps.Reporting.Kpis;

/// <summary>How well spend was foreseen. A result is <see langword="null"/> where there is nothing to compare with.</summary>
/// <remarks>Formulas are those of the FinOps Foundation's KPI library (CC BY 4.0). Pure and thread-safe.</remarks>
public static class ForecastKpis
{
    /// <summary>Forecast accuracy rate (spend) = (forecast − actual) ÷ forecast, signed. A mature practice stays within ±0.12.</summary>
    /// <param name="forecast">What was forecast.</param>
    /// <param name="actual">What was spent.</param>
    /// <returns>The rate: negative when more was spent than forecast.</returns>
    public static decimal? Accuracy(decimal forecast, decimal actual) => KpiRatio.Of(forecast - actual, forecast);

    /// <summary>Forecast drift rate = (new forecast − previous forecast) ÷ previous forecast.</summary>
    /// <param name="forecast">The new forecast.</param>
    /// <param name="previous">The previous one.</param>
    /// <returns>The rate.</returns>
    public static decimal? Drift(decimal forecast, decimal previous) => KpiRatio.Of(forecast - previous, previous);

    /// <summary>Variance of budget and forecast = (budget − forecast) ÷ budget.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="forecast">The forecast.</param>
    /// <returns>The variance: negative when the forecast is above the budget.</returns>
    public static decimal? BudgetVariance(decimal budget, decimal forecast) => KpiRatio.Of(budget - forecast, budget);

    /// <summary>Budget burn rate = actual spend ÷ length of the period.</summary>
    /// <param name="spend">What was spent.</param>
    /// <param name="days">The length of the period in days.</param>
    /// <returns>The spend of a day.</returns>
    public static decimal? BurnRate(decimal spend, decimal days) => KpiRatio.Of(spend, days);
}
