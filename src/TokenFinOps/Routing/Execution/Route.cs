using System.Collections.Immutable;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Conversations;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Execution;

/// <summary>Where a request goes: the deployments in the order in which they are tried, and why.</summary>
/// <param name="Request">The request.</param>
/// <param name="Workload">What is known of its kind.</param>
/// <param name="Conversation">Which conversation it belongs to, and how far that has come.</param>
/// <param name="Order">The deployments, the chosen one first.</param>
/// <param name="Decision">Why.</param>
/// <param name="Cascade">The cascade that comes before the first of the order, or <see langword="null"/>.</param>
/// <param name="Members">The deployments that the cascade asks.</param>
internal sealed record Route(
    RoutingRequest Request,
    WorkloadProfile Workload,
    ConversationPoint Conversation,
    ImmutableArray<Deployment> Order,
    RoutingDecision Decision,
    Cascade? Cascade,
    ImmutableArray<Deployment> Members)
{
    /// <summary>Gets a value indicating whether the request is a judge's, about another one.</summary>
    public bool IsJudgement { get; init; }

    /// <summary>Gets a value indicating whether tiers are learned about from it: the router was free to choose, and what it chose answers alone.</summary>
    public bool TeachesAboutTiers => !IsJudgement && Cascade is null && Decision.DecidedBy is not (RouteDraft.ByConversation or RouteDraft.ByCaller or RouteDraft.ByFailure);

    /// <summary>Gets what the request is expected to cost in US dollars at a deployment, or <see langword="null"/> where that is not known.</summary>
    public decimal? EstimateOf(Deployment deployment)
    {
        foreach (RoutingCandidate candidate in Decision.Candidates)
        {
            if (candidate.Deployment == deployment.Name)
            {
                return candidate.EstimatedCost;
            }
        }

        return null;
    }

    /// <summary>Gives the route without the router: to the baseline, where it can and may serve the request and no conversation is bound to another deployment.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="otherwise">How requests are routed that are in no control group.</param>
    public Route Bypassing(Deployment baseline, RoutingMode otherwise)
    {
        bool isFree = Decision.DecidedBy != RouteDraft.ByConversation || ReferenceEquals(Order[0], baseline);
        bool goesThere = isFree && Order.Contains(baseline);

        // A control group shows what the baseline does: whom it does not answer belongs to the others.
        if (Decision.Mode == RoutingMode.Control && !(goesThere && baseline.Health.Wait == TimeSpan.Zero))
        {
            return OutsideControl(baseline, otherwise);
        }

        return this with { Cascade = null, Order = goesThere ? Order.Remove(baseline).Insert(0, baseline) : Order };
    }

    private Route OutsideControl(Deployment baseline, RoutingMode mode)
    {
        var remark = new RoutingRemark("control", "drawn into the control group, and not of it: the baseline does not answer");
        Route route = this with { Decision = Decision with { Mode = mode, Remarks = Decision.Remarks.Add(remark) } };
        return mode == RoutingMode.On ? route : route.Bypassing(baseline, mode);
    }
}
