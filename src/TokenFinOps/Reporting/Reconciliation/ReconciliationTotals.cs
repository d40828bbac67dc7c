namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>What the lines of one currency add up to. Every sum is exact.</summary>
/// <remarks>Lines for which the invoice tells usage only are in none of the costs. Immutable and thread-safe.</remarks>
public sealed record ReconciliationTotals
{
    /// <summary>Gets the ISO 4217 code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets what the invoice charges.</summary>
    public decimal InvoiceAmount { get; init; }

    /// <summary>Gets the ledger's cost after discounts.</summary>
    public decimal LedgerEffective { get; init; }

    /// <summary>Gets the ledger's cost at list rates.</summary>
    public decimal LedgerList { get; init; }

    /// <summary>Gets the ledger's cost that is compared.</summary>
    public decimal LedgerAmount { get; init; }

    /// <summary>Gets invoice less ledger: the sum of the lines' differences.</summary>
    public decimal Difference { get; init; }

    /// <summary>Gets the part of the invoice on days and models of which the ledger has no entry.</summary>
    public decimal MissingInLedger { get; init; }

    /// <summary>Gets the ledger's cost on days and models of which the invoice has no line.</summary>
    public decimal MissingInInvoice { get; init; }

    /// <summary>Gets how many attempts of the ledger have no price yet.</summary>
    public long Unpriced { get; init; }

    /// <summary>Gets ledger ÷ invoice: the share of the spend that is metered; above 1 when the ledger has more. <see langword="null"/> when the invoice charges nothing.</summary>
    public decimal? CapturedShare => InvoiceAmount == 0 ? null : LedgerAmount / InvoiceAmount;
}
