namespace TokenFinOps.Budgets;

/// <summary>How an account of a budget stands.</summary>
/// <param name="Limit">The most that may be spent, what was carried over included.</param>
/// <param name="Spent">The sum of what ledger entries say.</param>
/// <param name="Presumed">What is counted for calls whose usage or price stayed unknown: the worst case of each.</param>
/// <param name="Reserved">The worst cases of the calls under way.</param>
internal readonly record struct BudgetBalance(decimal Limit, decimal Spent, decimal Presumed, decimal Reserved)
{
    /// <summary>Gets what is gone for certain.</summary>
    public decimal Used => Spent + Presumed;

    /// <summary>Gets what may still be reserved; negative when the limit has been overrun.</summary>
    public decimal Left => Limit - Spent - Presumed - Reserved;
}
