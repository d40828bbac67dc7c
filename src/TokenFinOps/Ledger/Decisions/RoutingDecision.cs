using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Decisions;

/// <summary>Why a request went where it went: all deployments with what they would have cost, what every policy said, and the outcome.</summary>
/// <remarks>It is on the ledger entry of the request's first attempt. It holds names, numbers and reasons; never text of a prompt. Immutable and thread-safe.</remarks>
public sealed record RoutingDecision
{
    /// <summary>
    /// Gets the deployment that was chosen: with a cascade, the first one that it asks. Who answered in the end is on the entries: another one where it failed or did not convince,
    /// and in shadow mode and in the control group the baseline.
    /// </summary>
    public required string Chosen { get; init; }

    /// <summary>Gets the tier of the chosen deployment.</summary>
    public required string Tier { get; init; }

    /// <summary>Gets the deployment that would have answered without the router.</summary>
    public required string Baseline { get; init; }

    /// <summary>
    /// Gets who had the last word: the name of a policy or a cascade; <c>admission</c> or <c>right-sizing</c> when what is proved did; <c>conversation</c>, <c>stickiness</c>,
    /// <c>caller</c>, <c>pressure</c> of a budget or guardrail, <c>health</c> when what was wanted is left alone because it failed, <c>capacity</c> when it is full, <c>failure</c> of the decision; else <c>default</c>.
    /// </summary>
    public required string DecidedBy { get; init; }

    /// <summary>Gets whether the decision was acted on.</summary>
    public RoutingMode Mode { get; init; }

    /// <summary>Gets the key of the workload that the request belongs to: requests with the same instructions, tools and response format.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the deployments, those that could serve the request in the order in which they would be tried, then the excluded ones.</summary>
    public ImmutableArray<RoutingCandidate> Candidates { get; init; } = [];

    /// <summary>Gets what was said, in order.</summary>
    public ImmutableArray<RoutingRemark> Remarks { get; init; } = [];
}
