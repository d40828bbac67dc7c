namespace TokenFinOps.Budgets.Storage;

/// <summary>Keeps the balances of budgets. One store may serve many processes.</summary>
/// <remarks>
/// <para>
/// A reservation is made in all its accounts or in none, and in no moment do spent, presumed and reserved together pass the limit of a hard budget because of it.
/// It is settled or released once. One that was not by <see cref="BudgetReservation.ExpiresAt"/> may be given back by anyone; its late settlement charges the true
/// cost all the same, and gives nothing back a second time.
/// </para>
/// <para>A store that keeps balances elsewhere tells the accounts what it saw (<see cref="BudgetAccount.Observe"/>). Thread-safe.</para>
/// </remarks>
internal interface IBudgetStore
{
    /// <summary>Reserves all charges or none.</summary>
    /// <exception cref="Exception">The store cannot be reached.</exception>
    ValueTask<ReserveResult> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken);

    /// <summary>Replaces what was reserved by what was spent. For a reservation that was never made, or has expired, only charges.</summary>
    ValueTask SettleAsync(BudgetReservation reservation, BudgetFigures figures);

    /// <summary>Gives a reservation back.</summary>
    ValueTask ReleaseAsync(BudgetReservation reservation);

    /// <summary>Reads how the accounts of a rule stand whose window has not ended.</summary>
    ValueTask<IReadOnlyList<BudgetAccount>> ReadAsync(BudgetRule rule, CancellationToken cancellationToken);
}
