using System.Runtime.InteropServices;
using TokenFinOps.Attribution;
using TokenFinOps.Routing.Conversations;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing;

/// <summary>Draws who bypasses the router: a whole run, or else a whole conversation, and always the same ones for the same seed.</summary>
internal static class ControlGroup
{
    public static bool Contains(RoutingRequest request, RoutingOptions options)
    {
        ReadOnlySpan<byte> unit = request.RunId is { } run ? MemoryMarshal.AsBytes(run.AsSpan()) : BitConverter.GetBytes(ConversationKey.Of(request));
        return ControlDraw.Contains(unit, options.ControlShare, options.Seed);
    }
}
