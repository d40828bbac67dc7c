using TokenFinOps.Routing.Cascades.Learning;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>A cascade that has learned: the cheap models in the order in which they are asked, and what decides.</summary>
internal sealed record CascadePolicy(IReadOnlyList<string> Order, CascadeModel Model);
