namespace TokenFinOps.Reporting.Kpis;

/// <summary>What is saved and what could be. A result is <see langword="null"/> where there is nothing to compare with.</summary>
/// <remarks>Formulas are those of the FinOps Foundation's KPI library (CC BY 4.0). Pure and thread-safe.</remarks>
public static class SavingsKpis
{
    /// <summary>Effective savings rate = 1 − effective cost ÷ cost at list rates.</summary>
    /// <param name="effectiveCost">What was paid, after discounts and commitments.</param>
    /// <param name="listCost">What the same usage costs at list rates.</param>
    /// <returns>The rate; negative when more than list was paid.</returns>
    public static decimal? EffectiveSavingsRate(decimal effectiveCost, decimal listCost) => KpiRatio.Of(listCost - effectiveCost, listCost);

    /// <summary>Cost optimisation index (COIN) = (1 − savings opportunity ÷ total cost) × 100.</summary>
    /// <param name="savingsOpportunity">What could be saved, all opportunities together.</param>
    /// <param name="totalCost">What was paid.</param>
    /// <returns>The index in percent: 100 when nothing is left to save.</returns>
    public static decimal? CostOptimizationIndex(decimal savingsOpportunity, decimal totalCost) => KpiRatio.Percent(totalCost - savingsOpportunity, totalCost);

    /// <summary>Commitment utilisation = used commitment ÷ commitment × 100.</summary>
    /// <param name="used">What usage used up.</param>
    /// <param name="committed">What was committed for the period.</param>
    /// <returns>The utilisation in percent.</returns>
    public static decimal? CommitmentUtilization(decimal used, decimal committed) => KpiRatio.Percent(used, committed);
}
