namespace TokenFinOps.Ledger.Metering;

/// <summary>Is told of every entry as it is recorded, on the flow of execution of the call that it bills.</summary>
/// <remarks>Implementations are thread-safe and quick. One that throws is logged; the entry and the call are not affected.</remarks>
public interface ILedgerEntryObserver
{
    /// <summary>Takes note of an entry.</summary>
    /// <param name="entry">The entry.</param>
    void OnRecorded(LedgerEntry entry);

    /// <summary>Takes note of a failure of the SDK's own bookkeeping, which the call did not see.</summary>
    /// <param name="stage">What failed, e.g. <c>pricing</c> or <c>ledger</c>.</param>
    void OnBookkeepingFailed(string stage);
}
