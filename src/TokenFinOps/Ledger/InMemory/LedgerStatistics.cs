namespace TokenFinOps.Ledger.InMemory;

/// <summary>How full an <see cref="InMemoryCostLedger"/> is, and what it had to give up.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record LedgerStatistics
{
    /// <summary>Gets how many entries were appended, duplicates not counted.</summary>
    public long Entries { get; init; }

    /// <summary>Gets how many entries were ignored because the ledger had their id.</summary>
    public long Duplicates { get; init; }

    /// <summary>Gets how many entries are kept one by one.</summary>
    public int Retained { get; init; }

    /// <summary>Gets how many entries are no longer kept one by one.</summary>
    public long Evicted { get; init; }

    /// <summary>Gets how many hours have sums.</summary>
    public int Hours { get; init; }

    /// <summary>Gets how many sums there are, those of the overflow not counted.</summary>
    public int Rollups { get; init; }

    /// <summary>Gets how many entries are in the overflow: in the totals, their values no longer told apart.</summary>
    public long OverflowEntries { get; init; }

    /// <summary>Gets how many entries were dropped with hours older than the retention.</summary>
    public long ExpiredEntries { get; init; }

    /// <summary>Gets how often an observer failed.</summary>
    public long ObserverFaults { get; init; }
}
