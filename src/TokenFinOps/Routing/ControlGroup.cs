using System.IO.Hashing;
using System.Runtime.InteropServices;
using TokenFinOps.Routing.Conversations;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing;

/// <summary>Draws who bypasses the router: a whole run, or else a whole conversation, and always the same ones for the same seed.</summary>
internal static class ControlGroup
{
    public static bool Contains(RoutingRequest request, RoutingOptions options)
    {
        ulong hash = request.RunId is { } run
            ? XxHash3.HashToUInt64(MemoryMarshal.AsBytes(run.AsSpan()), options.Seed)
            : XxHash3.HashToUInt64(BitConverter.GetBytes(ConversationKey.Of(request)), options.Seed);
        return hash < options.ControlShare * ulong.MaxValue;
    }
}
