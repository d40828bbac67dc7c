using System.Collections.Immutable;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>The sums by which finance checks that nothing is missing and nothing is in twice.</summary>
/// <remarks>
/// <para><see cref="LedgerCost"/> = <see cref="Direct"/> + <see cref="Pooled"/> + <see cref="Unplaced"/>: every ledger cost is in one place.</para>
/// <para><see cref="Charges"/> = <see cref="LedgerCost"/> + <see cref="FixedPools"/> + <see cref="UnusedCommitments"/> + <see cref="Rounding"/>.</para>
/// <para><see cref="Total"/> = <see cref="Charges"/> + <see cref="Adjustments"/> − <see cref="Credits"/>.</para>
/// <para>Immutable and thread-safe. Each sum is added up from what it describes, not from the others.</para>
/// </remarks>
public sealed record ControlTotals
{
    /// <summary>Gets the ledger's own totals: one a currency.</summary>
    public required ImmutableArray<LedgerControl> Ledger { get; init; }

    /// <summary>Gets the ledger's effective cost in the run's currency. Costs are taken with 15 decimals, converted ones rounded to them.</summary>
    public decimal LedgerCost { get; init; }

    /// <summary>Gets the ledger cost that went to cost centres directly.</summary>
    public decimal Direct { get; init; }

    /// <summary>Gets the ledger cost that flowed into pools.</summary>
    public decimal Pooled { get; init; }

    /// <summary>Gets the ledger cost that neither a cost centre nor a pool took.</summary>
    public decimal Unplaced { get; init; }

    /// <summary>Gets the fixed amounts of pools.</summary>
    public decimal FixedPools { get; init; }

    /// <summary>Gets the unused parts of commitments.</summary>
    public decimal UnusedCommitments { get; init; }

    /// <summary>Gets what rounding to the minor unit added: less than half a unit for all statements together.</summary>
    public decimal Rounding { get; init; }

    /// <summary>Gets the charges of all statements and of what is unallocated.</summary>
    public decimal Charges { get; init; }

    /// <summary>Gets the adjustments of closed periods.</summary>
    public decimal Adjustments { get; init; }

    /// <summary>Gets the credits that were drawn.</summary>
    public decimal Credits { get; init; }

    /// <summary>Gets the totals of all statements and of what is unallocated.</summary>
    public decimal Total { get; init; }

    /// <summary>Gets a value indicating whether the sums tie, to the last digit.</summary>
    public bool Ties =>
        LedgerCost == Direct + Pooled + Unplaced
        && Charges == LedgerCost + FixedPools + UnusedCommitments + Rounding
        && Total == Charges + Adjustments - Credits;
}
