using System.Collections.Immutable;
using TokenFinOps.Reporting.Currencies;

namespace TokenFinOps.Reporting.Allocation;

/// <summary>How one pool of shared cost was divided. The shares and what stayed unallocated add up to the amount exactly.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record PoolAllocation
{
    /// <summary>Gets the pool's name.</summary>
    public required string Pool { get; init; }

    /// <summary>Gets what was divided.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Gets how, in words.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the shares, by cost centre.</summary>
    public required ImmutableArray<AllocatedShare> Shares { get; init; }

    /// <summary>Gets what nobody bears, because no cost centre had any weight.</summary>
    public decimal Unallocated { get; init; }

    /// <summary>Gets a value indicating whether no cost centre had any weight, so that the pool's fallback decided.</summary>
    public bool FellBack { get; init; }

    /// <summary>Gets the ledger cost in the pool, in the currencies it was recorded in.</summary>
    public ImmutableArray<CurrencyAmount> Originals { get; init; } = [];
}
