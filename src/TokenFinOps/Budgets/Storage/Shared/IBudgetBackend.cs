namespace TokenFinOps.Budgets.Storage.Shared;

/// <summary>The database of a shared store of budgets.</summary>
/// <remarks>
/// What is reserved for a reservation in an account is a row of its own, with the time of its expiry. Whoever gives it back removes the row, so that it is given back once,
/// by a settlement, a release, or anyone who finds it expired and needs the room.
/// </remarks>
internal interface IBudgetBackend : IAsyncDisposable
{
    /// <summary>Does the work of a batch in its order and in one transaction, and fills in what became of it and how the accounts stand. One batch at a time.</summary>
    /// <remarks>A batch that failed is given again until it is done. If it was done and only the answer was lost, the answer is given again and nothing is done twice.</remarks>
    /// <exception cref="Exception">Nothing was done, or nobody knows.</exception>
    ValueTask ApplyAsync(BudgetBatch batch, CancellationToken cancellationToken);

    /// <summary>Reads the accounts of a rule whose windows have not ended, those of other processes included.</summary>
    ValueTask<IReadOnlyList<StoredAccount>> ReadAsync(BudgetRule rule, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes what nobody needs any more, a little at a time, so that nobody is held up.</summary>
    ValueTask CleanAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Finds out whether a piece of work is to blame, rather than the database: it would never succeed.</summary>
    bool IsOfWork(Exception fault);

    /// <summary>Says in a sentence why something failed and what helps.</summary>
    string Explain(Exception fault);
}
