namespace TokenFinOps.Reporting.Closing;

/// <summary>Keeps closed periods. What it has never changes.</summary>
/// <remarks>Implementations are thread-safe, and safe against other processes where they share a place. They keep what <see cref="ClosedPeriodJson"/> writes.</remarks>
public interface IClosedPeriodStore
{
    /// <summary>Keeps a closed period. It is kept wholly or not at all; keeping the same one again does nothing.</summary>
    /// <param name="closed">The closed period.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A task that completes when the closed period is durable.</returns>
    /// <exception cref="PeriodCloseException">The store has a closed period of that name with another content.</exception>
    ValueTask SaveAsync(ClosedPeriod closed, CancellationToken cancellationToken = default);

    /// <summary>Gets every closed period, the earliest first.</summary>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The closed periods.</returns>
    /// <exception cref="FormatException">One cannot be read, or was changed after it was posted.</exception>
    ValueTask<IReadOnlyList<ClosedPeriod>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds a closed period.</summary>
    /// <param name="period">Its name, as <see cref="BillingPeriod.Name"/> has it.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The closed period, or <see langword="null"/> when that period is not closed.</returns>
    /// <exception cref="FormatException">It cannot be read, or was changed after it was posted.</exception>
    ValueTask<ClosedPeriod?> FindAsync(string period, CancellationToken cancellationToken = default);
}
