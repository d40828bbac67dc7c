namespace TokenFinOps.Ledger.Decisions;

/// <summary>How the router came to make an attempt.</summary>
/// <param name="Tier">The tier of the deployment, or <see langword="null"/> when it has none.</param>
/// <param name="Role">What the attempt was made for.</param>
/// <param name="Reason">Why, beyond the role: e.g. what failed before.</param>
/// <param name="Decision">The decision about the request; only on its first attempt.</param>
public sealed record AttemptRouting(string? Tier, AttemptRole Role = AttemptRole.Answer, string? Reason = null, RoutingDecision? Decision = null);
