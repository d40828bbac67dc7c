using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Learning;

/// <summary>A pair of answers that is to be made: of a tier and of the baseline, of which one is mostly there already.</summary>
/// <param name="Request">What was asked, as it was when it was asked.</param>
/// <param name="Answered">Who has answered.</param>
/// <param name="Cheap">Of whom something is learned.</param>
/// <param name="Baseline">With whom it is compared.</param>
/// <param name="Day">The day whose money is spent.</param>
/// <param name="Reserved">How much of it is held until the pair is made, in US dollars.</param>
internal sealed record ShadowDraw(RoutingRequest Request, Deployment Answered, Deployment Cheap, Deployment Baseline, DateOnly Day, decimal Reserved);
