namespace TokenFinOps.Ledger.Storage;

/// <summary>When a durable ledger says that an entry is written.</summary>
public enum LedgerDurability
{
    /// <summary>
    /// An append completes when its entry is queued; entries are written in groups after a bounded delay. A call waits for microseconds. A killed process loses
    /// what it queued within the delay; a stopped or disposed one loses nothing.
    /// </summary>
    Buffered,

    /// <summary>An append completes when its entry is on disk, together with those that arrived meanwhile. Nothing that was acknowledged is ever lost; a call waits for the disk.</summary>
    Acknowledged,
}
