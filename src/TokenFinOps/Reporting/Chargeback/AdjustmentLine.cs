namespace TokenFinOps.Reporting.Chargeback;

/// <summary>What changed in a closed period since it was posted: late entries and corrections become part of the period that is open.</summary>
/// <param name="Period">The closed period's name.</param>
/// <param name="CostCentre">The cost centre; <see langword="null"/> for what is unallocated.</param>
/// <param name="Posted">The charges that were posted for the closed period so far, earlier adjustments included.</param>
/// <param name="Current">The charges of the closed period as the ledger has them now.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record AdjustmentLine(string Period, string? CostCentre, decimal Posted, decimal Current)
{
    /// <summary>Gets the difference: what is charged, or given back when negative.</summary>
    public decimal Amount => Current - Posted;
}
