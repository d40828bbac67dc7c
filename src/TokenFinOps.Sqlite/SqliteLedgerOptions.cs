using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>How a <see cref="SqliteCostLedger"/> writes and what it keeps.</summary>
public sealed class SqliteLedgerOptions : DurableLedgerOptions
{
    /// <summary>Gets or sets how long a write waits for another process that is writing to the same file, before it fails and is tried again.</summary>
    /// <value>The default is 5 seconds. From 0 to one minute.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how many pages the file may have; the file behaves as on a full disk beyond that.</summary>
    internal int? MaxPages { get; set; }

    internal SqliteLedgerOptions Copy() => (SqliteLedgerOptions)MemberwiseClone();

    internal override void Validate(List<string> faults)
    {
        if (BusyTimeout < TimeSpan.Zero || BusyTimeout > TimeSpan.FromMinutes(1))
        {
            faults.Add($"{nameof(BusyTimeout)} is {BusyTimeout}; it must be from 0 to one minute.");
        }
    }
}
