namespace TokenFinOps.Ledger.Decisions;

/// <summary>What a policy, or another part of the router, said about a request.</summary>
/// <param name="Source">Who said it, e.g. <c>complexity</c>.</param>
/// <param name="Statement">What it said, in words. Never text of a prompt.</param>
/// <param name="Score">The number that it rests on, where there is one.</param>
public sealed record RoutingRemark(string Source, string Statement, double? Score = null);
