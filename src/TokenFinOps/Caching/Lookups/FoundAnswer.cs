using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Entries;

namespace TokenFinOps.Caching.Lookups;

/// <summary>An entry that may be served.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Candidate">What the policy was asked, or <see langword="null"/> when the questions are the same word for word.</param>
/// <param name="Decision">Why it may be served.</param>
internal sealed record FoundAnswer(CacheEntry Entry, CacheCandidate? Candidate, AcceptanceDecision Decision)
{
    public bool IsExact => Candidate is null;

    public float Similarity => Candidate?.Similarity ?? 1;
}
