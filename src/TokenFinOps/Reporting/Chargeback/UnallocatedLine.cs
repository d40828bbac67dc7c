using System.Collections.Immutable;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>A cost that nobody bears, and why.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record UnallocatedLine
{
    /// <summary>Gets why nobody bears it.</summary>
    public required UnallocatedReason Reason { get; init; }

    /// <summary>Gets the pool or commitment that it comes from, or <see langword="null"/> for ledger cost.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the ledger cost, for cost that comes from there directly; empty for a pool's or a commitment's.</summary>
    public ImmutableArray<DirectLine> Usage { get; init; } = [];

    /// <summary>Gets the amount.</summary>
    public required decimal Amount { get; init; }
}
