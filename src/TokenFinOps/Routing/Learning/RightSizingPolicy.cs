using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Learning;

/// <summary>Chooses the cheapest tier that is proved to be good enough, where no other policy chooses. Thread-safe.</summary>
internal sealed class RightSizingPolicy(TierLearner learner) : IRoutingPolicy
{
    public string Name => "right-sizing";

    public RoutingOpinion Judge(RoutingRequest request)
    {
        (int rank, string reason, double score) = learner.Lowest(request);
        return rank < learner.BaselineRank ? RoutingOpinion.Prefer(learner.Tiers[rank], reason, score) : RoutingOpinion.Abstain(reason, score);
    }
}
