namespace TokenFinOps.Ledger.Storage;

/// <summary>Whether a durable ledger can write.</summary>
public enum LedgerState
{
    /// <summary>The last write succeeded, or none was needed yet.</summary>
    Ready,

    /// <summary>The last write failed: the disk is full, the file locked or damaged, the server away. Entries wait in memory, or on the local disk where the ledger has a spool, while it tries again.</summary>
    Retrying,

    /// <summary>The ledger was disposed of.</summary>
    Closed,
}
