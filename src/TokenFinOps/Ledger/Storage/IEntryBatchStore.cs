namespace TokenFinOps.Ledger.Storage;

/// <summary>Where a <see cref="GroupCommitWriter"/> writes. It is called by one flow of execution at a time.</summary>
internal interface IEntryBatchStore
{
    /// <summary>Writes entries: all of them or none, except for those it marks in the batch.</summary>
    /// <exception cref="Exception">Nothing was written, or nobody knows; the same batch will be written again, and counts once.</exception>
    ValueTask WriteAsync(EntryBatch batch, CancellationToken cancellationToken);

    /// <summary>Says in a sentence why a write failed and what helps.</summary>
    string Explain(Exception fault);
}
