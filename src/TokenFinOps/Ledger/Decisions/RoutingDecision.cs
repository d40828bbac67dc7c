using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Decisions;

/// <summary>Why a request went where it went: all deployments with what they would have cost, what every policy said, and the outcome.</summary>
/// <remarks>It is on the ledger entry of the request's first attempt. It holds names, numbers and reasons; never text of a prompt. Immutable and thread-safe.</remarks>
public sealed record RoutingDecision
{
    /// <summary>Gets the deployment that was chosen. In shadow mode and in the control group it is not the one that answered.</summary>
    public required string Chosen { get; init; }

    /// <summary>Gets the tier of the chosen deployment.</summary>
    public required string Tier { get; init; }

    /// <summary>Gets the deployment that would have answered without the router.</summary>
    public required string Baseline { get; init; }

    /// <summary>Gets who decided: the name of a policy, or <c>default</c>.</summary>
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
