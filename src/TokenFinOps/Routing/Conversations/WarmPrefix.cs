using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Which deployment answered a conversation's last turn, and how much of the prompt its provider still has.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Tokens">How many tokens it had read and written.</param>
/// <param name="At">When, as a timestamp of the clock.</param>
internal sealed record WarmPrefix(Deployment Deployment, long Tokens, long At);
