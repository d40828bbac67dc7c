namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Why nobody bears a cost.</summary>
public enum UnallocatedReason
{
    /// <summary>Nothing names a cost centre, and no pool takes untagged cost.</summary>
    NoCostCentre,

    /// <summary>The ledger keeps it as part of a sum whose tags it no longer knows.</summary>
    ValuesUnknown,

    /// <summary>A pool was to divide it, and no cost centre had any weight.</summary>
    NoWeight,

    /// <summary>It is the unused part of a commitment that has no allocation method, or one without weights.</summary>
    UnusedCommitment,
}
