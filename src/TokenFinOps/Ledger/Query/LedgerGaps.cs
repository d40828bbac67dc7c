namespace TokenFinOps.Ledger.Query;

/// <summary>Why a report may differ from the question. What a report does contain is exact nevertheless.</summary>
[Flags]
public enum LedgerGaps
{
    /// <summary>The report answers exactly what was asked.</summary>
    None = 0,

    /// <summary>
    /// The period, or a day in a time zone that is not whole hours from UTC, begins or ends within an hour of which only the sum is kept. The hour was taken as a
    /// whole: into the period, and to the bucket that it begins in.
    /// </summary>
    WholeHours = 1 << 0,

    /// <summary>The question tells single requests or runs apart, and some entries of the period are kept as sums only. They are missing.</summary>
    EntriesEvicted = 1 << 1,

    /// <summary>A condition is on a value that the overflow hides. What may or may not meet it is missing, and is in <see cref="LedgerReport.Undecided"/>.</summary>
    OverflowUndecided = 1 << 2,

    /// <summary>The period reaches back to entries that the ledger no longer keeps, not even as sums. They are missing.</summary>
    Expired = 1 << 3,

    /// <summary>A durable ledger cannot write at present, and entries wait in memory or on the local disk. They are missing.</summary>
    NotYetWritten = 1 << 4,
}
