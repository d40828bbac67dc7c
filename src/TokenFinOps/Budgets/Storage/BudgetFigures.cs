using TokenFinOps.Ledger;

namespace TokenFinOps.Budgets.Storage;

/// <summary>What a finished attempt comes to, in every measure that a budget may have.</summary>
internal readonly struct BudgetFigures(LedgerEntry entry, BudgetConversion conversion)
{
    /// <summary>Works out what is charged to one account.</summary>
    /// <param name="charge">The charge that was reserved, or is to be made without.</param>
    /// <returns>What the ledger says was spent, and what is presumed on top where it does not know.</returns>
    public (decimal Spent, decimal Presumed) Of(in BudgetCharge charge)
    {
        BudgetRule rule = charge.Account.Rule;
        if (entry.Kind == LedgerEntryKind.Correction && rule.Limit.Measure != BudgetMeasure.Cost)
        {
            return (0, 0);
        }

        switch (rule.Limit.Measure)
        {
            case BudgetMeasure.Requests:
                return (1, 0);
            case BudgetMeasure.Cost:
                return Known(conversion.CostOf(entry.Cost, rule.Budget.Currency), entry.Cost.Status == Pricing.PricingStatus.Priced, charge.Amount);
            default:
                decimal? amount = conversion.AmountOf(rule.Limit.Measure, entry.Model, entry.Usage);
                return Known(amount, entry.UsageOrigin != UsageOrigin.Unknown, charge.Amount);
        }
    }

    // What is not known is not zero: at least the worst case stays taken, as it was reserved.
    private static (decimal Spent, decimal Presumed) Known(decimal? amount, bool isWhole, decimal reserved)
    {
        decimal spent = amount ?? 0;
        return (spent, amount is null || !isWhole ? Math.Max(0, reserved - spent) : 0);
    }
}
