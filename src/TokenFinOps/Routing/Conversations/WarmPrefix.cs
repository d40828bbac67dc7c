using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Conversations;

/// <summary>How much of a prompt a deployment's provider has in its cache.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Tokens">How many tokens it has read and written.</param>
/// <param name="At">When, as a timestamp of the clock.</param>
internal readonly record struct WarmPrefix(Deployment Deployment, long Tokens, long At);
