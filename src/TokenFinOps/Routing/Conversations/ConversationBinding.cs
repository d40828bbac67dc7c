using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Conversations;

/// <summary>The deployment that a request must go to, or may only leave for a reason.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Reason">What binds, in words.</param>
/// <param name="IsAbsolute">Whether no other deployment could go on: its provider keeps the state.</param>
internal readonly record struct ConversationBinding(Deployment Deployment, string Reason, bool IsAbsolute);
