namespace TokenFinOps.Caching.Acceptance;

/// <summary>Decides whether the answer of the entry whose question is nearest may be served.</summary>
/// <remarks>Implementations are thread-safe, quick, and do no input or output: they are asked with every lookup that finds a neighbour.</remarks>
public interface ICacheAcceptancePolicy
{
    /// <summary>Gets the similarity below which the policy never serves nor wants to learn: the index looks no further. A cosine, −1 to 1.</summary>
    float MinimumSimilarity { get; }

    /// <summary>Gets what the policy is, in a few words for logs and reports.</summary>
    string Description { get; }

    /// <summary>Decides about a candidate.</summary>
    /// <param name="candidate">The candidate; its similarity is at least <see cref="MinimumSimilarity"/>.</param>
    /// <returns>The decision.</returns>
    AcceptanceDecision Decide(in CacheCandidate candidate);

    /// <summary>Learns how a candidate would have turned out.</summary>
    /// <param name="observation">What was found out.</param>
    void Observe(in CacheObservation observation);

    /// <summary>Forgets what was learned of an entry that is gone.</summary>
    /// <param name="partition">The key of its partition.</param>
    /// <param name="entryId">The entry.</param>
    void Forget(string partition, Guid entryId);
}
