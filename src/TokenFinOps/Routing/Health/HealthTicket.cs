namespace TokenFinOps.Routing.Health;

/// <summary>What a call was when it began, so that its end is not taken for that of another: calls from before an outage end while the deployment is probed, or after it.</summary>
/// <param name="Generation">How often the circuit had opened and closed when the call began.</param>
/// <param name="IsProbe">Whether the call finds out if the deployment is well again.</param>
internal readonly record struct HealthTicket(int Generation, bool IsProbe);
