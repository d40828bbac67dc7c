using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Conversations;

/// <summary>The deployment that a request must go to, or may only leave for a reason.</summary>
/// <param name="Deployment">The deployment, or <see langword="null"/> when it is not known.</param>
/// <param name="Reason">What binds, in words.</param>
/// <param name="IsAbsolute">Whether no other deployment is asked while this one can serve the request, be it that it fails.</param>
/// <param name="IsKept">Whether no other deployment could go on at all: its provider keeps the state.</param>
internal readonly record struct ConversationBinding(Deployment? Deployment, string Reason, bool IsAbsolute = false, bool IsKept = false);
