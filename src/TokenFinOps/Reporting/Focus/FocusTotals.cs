namespace TokenFinOps.Reporting.Focus;

/// <summary>What an export adds up to in one currency, and what the ledger's entries do. Every sum is exact.</summary>
/// <remarks>
/// Without commitments, training and charges the rows' list cost is the ledger's, and the rows' effective and billed costs are the ledger's effective cost. Immutable.
/// </remarks>
public sealed record FocusTotals
{
    /// <summary>Gets the ISO 4217 code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets Σ ListCost of the rows.</summary>
    public decimal ListCost { get; init; }

    /// <summary>Gets Σ ContractedCost of the rows.</summary>
    public decimal ContractedCost { get; init; }

    /// <summary>Gets Σ EffectiveCost of the rows.</summary>
    public decimal EffectiveCost { get; init; }

    /// <summary>Gets Σ BilledCost of the rows.</summary>
    public decimal BilledCost { get; init; }

    /// <summary>Gets the list cost of the entries.</summary>
    public decimal LedgerListCost { get; init; }

    /// <summary>Gets the effective cost of the entries.</summary>
    public decimal LedgerEffectiveCost { get; init; }
}
