using System.Globalization;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>How an <see cref="AuditedAcceptancePolicy"/> does.</summary>
/// <param name="PromisedShare">The share of hits that may be wrong.</param>
/// <param name="Confidence">How sure that is to be.</param>
/// <param name="EvidenceBound">What the share of wrong answers stays below among the outcomes that would be served today, refusals that were looked at included; 1 while nothing is served.</param>
/// <param name="Total">All groups together.</param>
/// <param name="Groups">The groups that were asked of last.</param>
public sealed record AuditedStatus(double PromisedShare, double Confidence, double EvidenceBound, AuditedGroupStatus Total, IReadOnlyList<AuditedGroupStatus> Groups)
{
    /// <summary>Says it in a line.</summary>
    /// <returns>E.g. <c>1,204 hits, 96 audited, 1 wrong, at most 3.1 % wrong at 95 % (promised 5 %), open</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Total.Hits:N0} hits, {Total.Audited:N0} audited, {Total.FalseHits:N0} wrong, at most {100 * Total.FalseHitBound:0.##} % wrong at {100 * Confidence:0.#} % (promised {100 * PromisedShare:0.##} %), {(Total.IsOpen ? "open" : "closed")}");
}
