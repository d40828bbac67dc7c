using System.Collections.Immutable;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Commitments;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>All statements of a period, what nobody bears, and the sums that tie both to the ledger.</summary>
/// <remarks>As a report it is showback; posted, by closing the period, it is chargeback. Immutable and thread-safe.</remarks>
public sealed record ChargebackRun
{
    /// <summary>Gets the period.</summary>
    public required BillingPeriod Period { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency of all amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets the names of what direct lines are divided by.</summary>
    public ImmutableArray<string> Detail { get; init; } = [];

    /// <summary>Gets the statements, by cost centre.</summary>
    public required ImmutableArray<Statement> Statements { get; init; }

    /// <summary>Gets what no cost centre bears.</summary>
    public required UnallocatedCost Unallocated { get; init; }

    /// <summary>Gets how each pool was divided.</summary>
    public ImmutableArray<PoolAllocation> Pools { get; init; } = [];

    /// <summary>Gets how far each commitment was used up.</summary>
    public ImmutableArray<CommitmentUse> Commitments { get; init; } = [];

    /// <summary>Gets what was drawn from each credit.</summary>
    public ImmutableArray<CreditDraw> Credits { get; init; } = [];

    /// <summary>Gets the closed periods that could not be compared with what was posted, because the ledger no longer keeps them.</summary>
    public ImmutableArray<string> UncomparedPeriods { get; init; } = [];

    /// <summary>Gets the sums that tie the statements to the ledger.</summary>
    public required ControlTotals Controls { get; init; }

    /// <summary>Finds the statement of a cost centre.</summary>
    /// <param name="costCentre">The cost centre.</param>
    /// <returns>The statement, or <see langword="null"/> when it pays nothing.</returns>
    public Statement? Find(string costCentre) => Statements.FirstOrDefault(statement => statement.CostCentre == costCentre);
}
