namespace TokenFinOps.Reporting.Kpis;

/// <summary>What AI work is worth beside what it costs. A result is <see langword="null"/> where there is nothing to divide by.</summary>
/// <remarks>Formulas are those of the FinOps Foundation's KPI library (CC BY 4.0) unless stated otherwise. Pure and thread-safe.</remarks>
public static class ValueKpis
{
    /// <summary>Value for AI initiatives (ROI) = (financial benefits − costs) ÷ costs × 100.</summary>
    /// <param name="benefit">The financial benefit.</param>
    /// <param name="cost">The cost.</param>
    /// <returns>The return in percent.</returns>
    public static decimal? ReturnOnInvestment(decimal benefit, decimal cost) => KpiRatio.Percent(benefit - cost, cost);

    /// <summary>Gross margin = (revenue − effective cost) ÷ revenue. Ours: of a feature or a customer.</summary>
    /// <param name="revenue">What it brings in.</param>
    /// <param name="cost">What it costs.</param>
    /// <returns>The margin: 1 is all of the revenue; negative when it costs more than it brings in.</returns>
    public static decimal? GrossMargin(decimal revenue, decimal cost) => KpiRatio.Of(revenue - cost, revenue);

    /// <summary>Time to achieve business value = total value of the AI service ÷ daily cost of the alternative.</summary>
    /// <param name="totalValue">The value.</param>
    /// <param name="dailyCostOfAlternative">What a day of the alternative solution costs.</param>
    /// <returns>The time in days.</returns>
    public static decimal? DaysToValue(decimal totalValue, decimal dailyCostOfAlternative) => KpiRatio.Of(totalValue, dailyCostOfAlternative);

    /// <summary>Cost performance indicator (CPI) = earned value ÷ effective cost; earned value = budgeted cost × expected unit cost ÷ actual unit cost.</summary>
    /// <param name="budgetedCost">The budgeted cost.</param>
    /// <param name="expectedUnitCost">What a unit was expected to cost.</param>
    /// <param name="actualUnitCost">What a unit costs.</param>
    /// <param name="effectiveCost">What was paid.</param>
    /// <returns>The indicator: above 1 is better than budgeted.</returns>
    public static decimal? CostPerformance(decimal budgetedCost, decimal expectedUnitCost, decimal actualUnitCost, decimal effectiveCost) =>
        KpiRatio.Of(budgetedCost * expectedUnitCost, actualUnitCost * effectiveCost);
}
