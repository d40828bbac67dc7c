namespace TokenFinOps.Ledger;

/// <summary>The record of what every model call cost, and to whom: written by the meter, read by the application, finance and dashboards.</summary>
/// <remarks>Implementations are thread-safe. Sums do not depend on the order or the concurrency of appends.</remarks>
public interface ICostLedger
{
    /// <summary>Adds an entry. An entry whose <see cref="LedgerEntry.Id"/> the ledger already has is ignored.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Cancels the wait, not the write.</param>
    /// <returns>A task that completes when the entry is as durable as the ledger promises.</returns>
    ValueTask AppendAsync(LedgerEntry entry, CancellationToken cancellationToken = default);
}
