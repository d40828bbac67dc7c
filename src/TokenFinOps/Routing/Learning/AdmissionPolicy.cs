using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Learning;

/// <summary>Refuses tiers that are not proved to be good enough for a request, whatever other policies choose. Thread-safe.</summary>
internal sealed class AdmissionPolicy(TierLearner learner) : IRoutingPolicy
{
    public string Name => "admission";

    public RoutingOpinion Judge(RoutingRequest request)
    {
        (int rank, string reason, double score) = learner.Lowest(request);
        return RoutingOpinion.AtLeast(learner.Tiers[rank], reason, score);
    }
}
