using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Policies;

/// <summary>Says which tier a request should go to, and why. Policies are asked in their order; the first that chooses wins, and any may set bounds.</summary>
/// <remarks>Implementations are thread-safe, answer from memory, and do not throw: what throws is logged and has no opinion.</remarks>
public interface IRoutingPolicy
{
    /// <summary>Gets the name that decisions carry, e.g. <c>complexity</c>.</summary>
    string Name { get; }

    /// <summary>Judges a request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The opinion.</returns>
    RoutingOpinion Judge(RoutingRequest request);
}
