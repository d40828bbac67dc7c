using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Entries;
using TokenFinOps.Caching.Partitions;

namespace TokenFinOps.Caching.Lookups;

/// <summary>How a lookup ended.</summary>
internal sealed record LookupResult
{
    /// <summary>Gets what may be served, or <see langword="null"/>.</summary>
    public FoundAnswer? Found { get; init; }

    /// <summary>Gets the entry that was nearest and may not be served, or <see langword="null"/>.</summary>
    public CacheEntry? Nearest { get; init; }

    /// <summary>Gets what the policy was asked of that entry; <see langword="null"/> when it has the very question.</summary>
    public CacheCandidate? Candidate { get; init; }

    /// <summary>Gets what the policy said of it.</summary>
    public AcceptanceDecision Decision { get; init; }

    /// <summary>Gets the question's vector; empty when there is none.</summary>
    public ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>Gets what was embedded; <see langword="null"/> when the question cannot be compared by meaning.</summary>
    public ComparedText? Compared { get; init; }

    /// <summary>Gets why nothing may be served, in words.</summary>
    public string? Reason { get; init; }
}
