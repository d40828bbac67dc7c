using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;

namespace TokenFinOps.Routing.Execution;

/// <summary>A deployment at which a call has been begun, which must be ended with its ticket.</summary>
internal readonly record struct EnteredDeployment(Deployment Deployment, HealthTicket Ticket);
