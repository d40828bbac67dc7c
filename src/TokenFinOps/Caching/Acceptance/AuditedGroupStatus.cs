namespace TokenFinOps.Caching.Acceptance;

/// <summary>How an <see cref="AuditedAcceptancePolicy"/> does in one group of partitions, or in all of them.</summary>
/// <param name="Group">The group; empty for all of them together.</param>
/// <param name="Hits">How many answers were served.</param>
/// <param name="Refusals">How many candidates were refused.</param>
/// <param name="Audited">How many hits were looked at.</param>
/// <param name="Explored">How many refusals were looked at.</param>
/// <param name="FalseHits">How many hits were found wrong, by audits and by reports.</param>
/// <param name="Reported">How many of these somebody reported.</param>
/// <param name="EstimatedFalseHitShare">The share of hits that are wrong by the audits, each weighted by how rarely hits like it are looked at; 0 without hits.</param>
/// <param name="FalseHitBound">
/// What the share of wrong hits stays below at the policy's confidence, by the audits alone, however often one looks (with forgetting: of recent hits); 1 without audits.
/// </param>
/// <param name="IsOpen">Whether hits are served.</param>
public sealed record AuditedGroupStatus(
    string Group, long Hits, long Refusals, long Audited, long Explored, long FalseHits, long Reported, double EstimatedFalseHitShare, double FalseHitBound, bool IsOpen);
