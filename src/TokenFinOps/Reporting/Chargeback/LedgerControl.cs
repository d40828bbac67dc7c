using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>What the ledger held for a period in one currency when the statements were made.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record LedgerControl
{
    /// <summary>Gets the ISO 4217 code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets how many attempts there were.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets how many corrections there were.</summary>
    public long Corrections { get; init; }

    /// <summary>Gets how many attempts had no price yet.</summary>
    public long Unpriced { get; init; }

    /// <summary>Gets the cost at list rates.</summary>
    public decimal ListCost { get; init; }

    /// <summary>Gets the effective cost.</summary>
    public decimal EffectiveCost { get; init; }

    internal long Entries => Attempts + Corrections;

    internal static LedgerControl Of(LedgerTotals totals) => new()
    {
        Currency = totals.Currency,
        Attempts = totals.Attempts,
        Corrections = totals.Corrections,
        Unpriced = totals.Unpriced,
        ListCost = totals.ListCost,
        EffectiveCost = totals.EffectiveCost,
    };
}
