namespace TokenFinOps.Budgets.Storage;

/// <summary>What became of a reservation.</summary>
/// <param name="Refused">The charge that did not fit, or -1 when all are reserved.</param>
/// <param name="Balance">How the account stood that refused.</param>
internal readonly record struct ReserveResult(int Refused, BudgetBalance Balance)
{
    /// <summary>Gets the result of a reservation that was made.</summary>
    public static ReserveResult Made => new(-1, default);

    public bool IsMade => Refused < 0;
}
