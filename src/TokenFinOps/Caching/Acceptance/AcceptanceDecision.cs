namespace TokenFinOps.Caching.Acceptance;

/// <summary>What an acceptance policy says of a candidate.</summary>
/// <param name="Serve">Whether the entry's answer may be served.</param>
/// <param name="Reason">Why, in words. Never text of a prompt.</param>
public readonly record struct AcceptanceDecision(bool Serve, string Reason)
{
    /// <summary>
    /// Gets whether the outcome is to be looked at in the background: of a hit by asking the model too, of a miss by comparing its new answer with the entry's. The policy
    /// hears of it through <see cref="ICacheAcceptancePolicy.Observe"/>. The default is <see langword="false"/>.
    /// </summary>
    public bool Audit { get; init; }

    /// <summary>Gets the probability with which outcomes like this one are looked at, above 0 to 1: what an unbiased estimate weighs by. The default is 0, which stands for 1.</summary>
    public double AuditShare { get; init; }

    /// <summary>Gets a lower bound on the probability that the entry's answer is right, or <see langword="null"/> when the policy has none.</summary>
    public double? Confidence { get; init; }
}
