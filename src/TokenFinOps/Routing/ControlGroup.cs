using System.Runtime.InteropServices;
using TokenFinOps.Attribution;
using TokenFinOps.Routing.Conversations;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing;

/// <summary>Draws who bypasses the router: a whole run, or else a whole conversation, and always the same ones for the same seed, in whatever process they are served.</summary>
internal static class ControlGroup
{
    public static bool Contains(RoutingRequest request, RoutingOptions options) => request.RunId is { } run
        ? ControlDraw.Contains(MemoryMarshal.AsBytes(run.AsSpan()), options.ControlShare, options.Seed)
        : Contains(ConversationKey.Of(request), options);

    private static bool Contains(ulong conversation, RoutingOptions options) =>
        ControlDraw.Contains(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in conversation)), options.ControlShare, options.Seed);
}
