namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Which of the ledger's costs an invoice is compared with.</summary>
public enum ReconciliationBasis
{
    /// <summary>The effective cost, after the agreed discounts: what an invoice charges. The default.</summary>
    Effective,

    /// <summary>The cost at list rates: what a usage export values usage at.</summary>
    List,
}
