namespace TokenFinOps.Reporting.Closing;

/// <summary>Why a period was not closed.</summary>
public enum PeriodCloseRefusal
{
    /// <summary>It is closed already.</summary>
    AlreadyClosed,

    /// <summary>It does not begin where the last closed period ends.</summary>
    OutOfOrder,

    /// <summary>It has not ended yet.</summary>
    NotOver,

    /// <summary>The ledger cannot answer exactly for the period.</summary>
    LedgerIncomplete,

    /// <summary>The ledger has fewer entries of a closed period than were posted: it has lost some, or is another ledger.</summary>
    EntriesMissing,

    /// <summary>The statements are in another currency than those of a closed period.</summary>
    OtherCurrency,
}
