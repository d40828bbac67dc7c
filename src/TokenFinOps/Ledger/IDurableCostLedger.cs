using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Ledger;

/// <summary>A cost ledger in a database.</summary>
/// <remarks>Thread-safe. Disposing of it writes what is pending. A question sees every entry that this process appended before it.</remarks>
public interface IDurableCostLedger : ICostLedger, IAsyncDisposable
{
    /// <summary>Gets how the ledger is doing.</summary>
    LedgerHealth Health { get; }

    /// <summary>Waits until everything that was appended before is on disk.</summary>
    /// <param name="cancellationToken">Cancels the wait, not the write.</param>
    /// <returns>A task that completes when it is.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger cannot write at present; what is pending stays pending.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
