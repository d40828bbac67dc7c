using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Tests.Fakes;

/// <summary>A policy that chooses the tier that a test wants at the moment.</summary>
internal sealed class WantedTier(string tier) : IRoutingPolicy
{
    public string Tier { get; set; } = tier;

    public string Name => "wanted";

    public RoutingOpinion Judge(RoutingRequest request) => RoutingOpinion.Prefer(Tier, "the test says so");
}
