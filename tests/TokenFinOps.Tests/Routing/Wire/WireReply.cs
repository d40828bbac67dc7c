namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>How a deployment replies to one request.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header of an error.</param>
/// <param name="ServiceTier">The tier in which the request was served, if the protocol has one.</param>
internal sealed record WireReply(WireFault Fault = WireFault.None, string? RetryAfter = null, string? ServiceTier = null)
{
    public static implicit operator WireReply(WireFault fault) => new(fault);
}
