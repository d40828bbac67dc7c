namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Spend that no ledger entry explains: who calls a model past the ledger.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record UnmeteredSpend
{
    /// <summary>Gets the model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the project or workspace, as the invoice names it; <see langword="null"/> when it names none.</summary>
    public string? Project { get; init; }

    /// <summary>Gets the API key, as the invoice names it; <see langword="null"/> when it names none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets what the invoice charges, or <see langword="null"/> when it tells usage only.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Gets the tokens, or <see langword="null"/> when the invoice gives none.</summary>
    public TokenCounts? Tokens { get; init; }

    /// <summary>Gets the first day.</summary>
    public DateOnly FirstDay { get; init; }

    /// <summary>Gets the last day.</summary>
    public DateOnly LastDay { get; init; }
}
