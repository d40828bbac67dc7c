namespace TokenFinOps.Budgets.Storage;

/// <summary>One account that a call is charged to, and by how much at most.</summary>
/// <param name="Account">The account.</param>
/// <param name="At">When the call was made, in UTC ticks; for a rolling window the first moment of its slot.</param>
/// <param name="Amount">The worst case, in the account's measure.</param>
internal readonly record struct BudgetCharge(BudgetAccount Account, long At, decimal Amount);
