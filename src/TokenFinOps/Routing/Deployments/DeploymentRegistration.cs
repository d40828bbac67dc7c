using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Deployments;

/// <summary>A deployment and how its client is made.</summary>
/// <param name="Options">What is known of it.</param>
/// <param name="Client">Makes its client; <see langword="null"/> for the client that the router wraps, asked for another model.</param>
internal sealed record DeploymentRegistration(DeploymentOptions Options, Func<IServiceProvider, IChatClient>? Client);
