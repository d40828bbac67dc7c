namespace TokenFinOps.Budgets;

/// <summary>How much may be spent in a window.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Amount">The most of it: USD (or the budget's currency), tokens, attempts, kWh or grams of CO2 equivalent.</param>
/// <param name="Window">The time over which it is counted.</param>
public sealed record BudgetLimit(BudgetMeasure Measure, decimal Amount, BudgetWindow Window);
