namespace TokenFinOps.Ledger.Storage;

/// <summary>How a durable ledger is doing, at one moment.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record LedgerHealth
{
    /// <summary>Gets whether the ledger can write.</summary>
    public required LedgerState State { get; init; }

    /// <summary>Gets what made the last write fail, while <see cref="State"/> is <see cref="LedgerState.Retrying"/>; else <see langword="null"/>.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Gets how many entries wait to be written.</summary>
    public long Pending { get; init; }

    /// <summary>Gets how many entries are safe on the local disk, and wait there for a server that is away. They count as written.</summary>
    public long Spooled { get; init; }

    /// <summary>Gets how many entries this process has written, duplicates not counted.</summary>
    public long Written { get; init; }

    /// <summary>Gets how many entries were ignored because the ledger had their id.</summary>
    public long Duplicates { get; init; }

    /// <summary>Gets how many entries were refused: there was no room left for them to wait, or they were older than what is kept. Each refused append threw.</summary>
    public long Refused { get; init; }

    /// <summary>Gets how many writes failed and were tried again.</summary>
    public long FailedWrites { get; init; }

    /// <summary>Gets how often an observer failed.</summary>
    public long ObserverFaults { get; init; }
}
