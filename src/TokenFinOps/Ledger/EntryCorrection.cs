using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger;

/// <summary>What an entry of kind <see cref="LedgerEntryKind.Correction"/> corrects.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record EntryCorrection
{
    /// <summary>Gets the <see cref="LedgerEntry.Id"/> of the attempt that is corrected.</summary>
    public required Guid AttemptId { get; init; }

    /// <summary>Gets whether the attempt could be priced when it was metered, so that both are grouped alike.</summary>
    public required PricingStatus MeteredStatus { get; init; }

    /// <summary>
    /// Gets whether the attempt was priced before this correction, so that it is no longer counted as unpriced; <see langword="null"/> for a correction that
    /// leaves the status as it is.
    /// </summary>
    public PricingStatus? PreviousStatus { get; init; }
}
