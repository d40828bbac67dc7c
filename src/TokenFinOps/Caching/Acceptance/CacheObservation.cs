namespace TokenFinOps.Caching.Acceptance;

/// <summary>What was found out about a candidate afterwards.</summary>
/// <param name="Candidate">The candidate, as it was when the policy decided.</param>
/// <param name="Correct">Whether the entry's answer was, or would have been, right.</param>
/// <param name="Source">How that is known.</param>
public readonly record struct CacheObservation(CacheCandidate Candidate, bool Correct, ObservationSource Source)
{
    /// <summary>Gets the probability with which the outcome was to be looked at; see <see cref="AcceptanceDecision.AuditShare"/>. The default is 0, which stands for 1.</summary>
    public double AuditShare { get; init; }
}
