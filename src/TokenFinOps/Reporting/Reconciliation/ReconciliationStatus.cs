namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>What a comparison of invoice and ledger found.</summary>
public enum ReconciliationStatus
{
    /// <summary>Both agree within the tolerance.</summary>
    Matched,

    /// <summary>The tokens agree, the amounts do not: a rate has changed, is wrong, or a discount is missing.</summary>
    PriceDiffers,

    /// <summary>The tokens differ, and explain the difference of the amounts: calls that the ledger has not seen, or sees and the provider does not charge.</summary>
    VolumeDiffers,

    /// <summary>The tokens differ, and explain only a part of the difference of the amounts.</summary>
    PriceAndVolumeDiffer,

    /// <summary>The amounts differ, and the invoice gives no tokens that would say why.</summary>
    AmountDiffers,

    /// <summary>The ledger has no entry at all: spend that nobody metered.</summary>
    MissingInLedger,

    /// <summary>The invoice has no line: not charged (yet), or charged under another name or on another day.</summary>
    MissingInInvoice,
}
