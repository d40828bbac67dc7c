using TokenFinOps.Reporting.Allocation;

namespace TokenFinOps.Reporting.Commitments;

/// <summary>How far a commitment was used up in a billing period, in the currency of the statements.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record CommitmentUse
{
    /// <summary>Gets the commitment's name.</summary>
    public required string Commitment { get; init; }

    /// <summary>Gets the part of the commitment that falls into the period.</summary>
    public required decimal Amortised { get; init; }

    /// <summary>Gets what covered usage used up. The cost centres bear it as the direct and shared cost of that usage.</summary>
    public required decimal Used { get; init; }

    /// <summary>Gets who bears the unused part.</summary>
    public required PoolAllocation UnusedAllocation { get; init; }

    /// <summary>Gets what nothing used up.</summary>
    public decimal Unused => Amortised - Used;
}
