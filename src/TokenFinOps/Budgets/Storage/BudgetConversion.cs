using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;

namespace TokenFinOps.Budgets.Storage;

/// <summary>Turns costs and usages into the measures and currencies of budgets. Thread-safe.</summary>
internal sealed class BudgetConversion(BudgetOptions options)
{
    /// <summary>Gets what a worst case comes to in a rule's measure and currency, or <see langword="null"/> when that cannot be told.</summary>
    public decimal? AmountOf(BudgetRule rule, WorstCase worst) => rule.Limit.Measure == BudgetMeasure.Cost
        ? Convert(worst.Cost, worst.Currency, rule.Budget.Currency)
        : AmountOf(rule.Limit.Measure, worst.Model, worst.Usage);

    public decimal? CostOf(CostBreakdown cost, string currency) => Convert(cost.Effective, cost.Currency, currency);

    public decimal? Convert(decimal? cost, string from, string to)
    {
        if (cost is not { } amount || string.Equals(from, to, StringComparison.Ordinal))
        {
            return cost;
        }

        return amount == 0 ? 0 : options.Convert?.Invoke(amount, from, to);
    }

    /// <summary>Gets the amount of a usage in a measure other than cost, or <see langword="null"/> when it cannot be told.</summary>
    public decimal? AmountOf(BudgetMeasure measure, string model, in Usage usage) => measure switch
    {
        BudgetMeasure.Requests => 1,
        BudgetMeasure.Tokens => usage.InputTokens + usage.OutputTokens,
        BudgetMeasure.InputTokens => usage.InputTokens,
        BudgetMeasure.OutputTokens => usage.OutputTokens,
        BudgetMeasure.Energy => options.Footprint?.Invoke(model, usage)?.EnergyKwh,
        BudgetMeasure.Carbon => options.Footprint?.Invoke(model, usage)?.CarbonGrams,
        _ => null,
    };
}
