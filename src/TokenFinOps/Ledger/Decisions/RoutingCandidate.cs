namespace TokenFinOps.Ledger.Decisions;

/// <summary>A deployment that the router looked at.</summary>
/// <param name="Deployment">Its name.</param>
/// <param name="Tier">The tier it belongs to.</param>
/// <param name="EstimatedCost">What the request was expected to cost there, in US dollars and with what its provider has cached; <see langword="null"/> without a price in US dollars.</param>
/// <param name="Excluded">Why it could not serve the request, in words; <see langword="null"/> when it could.</param>
public sealed record RoutingCandidate(string Deployment, string Tier, decimal? EstimatedCost, string? Excluded);
