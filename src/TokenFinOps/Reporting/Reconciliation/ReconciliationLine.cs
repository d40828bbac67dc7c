namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Invoice and ledger side by side, for one day and model, and for one project and API key where those are compared.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ReconciliationLine
{
    /// <summary>Stands for the model where the invoice names none on any line, so that days are compared as a whole.</summary>
    public const string AllModels = "(all models)";

    /// <summary>Gets the day, in the time zone of the invoice.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Gets the model by the catalogue's name for it, else as it is named; what the line item says where there is no model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the project, where projects are compared; <see langword="null"/> for none.</summary>
    public string? Project { get; init; }

    /// <summary>Gets the API key, where keys are compared; <see langword="null"/> for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency. Lines of different currencies are never set against each other.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets what was found.</summary>
    public ReconciliationStatus Status { get; init; }

    /// <summary>Gets what the invoice charges: 0 where it has no line, <see langword="null"/> where it tells usage only.</summary>
    public decimal? InvoiceAmount { get; init; }

    /// <summary>Gets the ledger's cost after discounts.</summary>
    public decimal LedgerEffective { get; init; }

    /// <summary>Gets the ledger's cost at list rates.</summary>
    public decimal LedgerList { get; init; }

    /// <summary>Gets invoice less ledger, by the cost that is compared; positive when the ledger has too little. <see langword="null"/> where the invoice tells usage only.</summary>
    public decimal? Difference { get; init; }

    /// <summary>Gets the part of <see cref="Difference"/> that different tokens explain, at the ledger's prices; <see langword="null"/> where the invoice gives no tokens.</summary>
    public decimal? VolumeEffect { get; init; }

    /// <summary>Gets the rest of <see cref="Difference"/>: a different price of the same tokens; <see langword="null"/> where the invoice gives no tokens.</summary>
    public decimal? PriceEffect { get; init; }

    /// <summary>Gets the tokens of the invoice, or <see langword="null"/> when it gives none.</summary>
    public TokenCounts? InvoiceTokens { get; init; }

    /// <summary>Gets the tokens of the ledger.</summary>
    public TokenCounts LedgerTokens { get; init; }

    /// <summary>Gets how many attempts the ledger has.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets how many of them have no price yet, which may be why the ledger has too little.</summary>
    public long Unpriced { get; init; }

    /// <summary>Gets how many of them have estimated token counts.</summary>
    public long EstimatedUsage { get; init; }
}
