using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Tells conversations apart by how they begin: the same instructions, tools and first question of the same payer make one conversation, as for a provider's prompt cache.</summary>
internal static class ConversationKey
{
    public static ulong Of(RoutingRequest request)
    {
        string? first = null;
        for (int i = 0; i < request.Messages.Count && first is null; i++)
        {
            first = request.Messages[i].Role == ChatRole.User ? request.Messages[i].Text : null;
        }

        ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(first.AsSpan()), (long)request.WorkloadHash);
        return hash ^ ((ulong)(uint)request.Tags.GetHashCode() << 32);
    }
}
