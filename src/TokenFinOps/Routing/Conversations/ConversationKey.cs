using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Tells conversations apart by how they begin: the same instructions, tools and first question of the same payer make one conversation, as for a provider's prompt cache.</summary>
internal static class ConversationKey
{
    // Any number, but the same one in every process.
    private const long TagSeed = 7;

    /// <summary>Gets the key in this process. Another process has another one, so that nobody can craft tags that fall together with somebody else's.</summary>
    public static ulong Of(RoutingRequest request) =>
        Beginning(request.WorkloadHash, FirstQuestion(request)) ^ ((ulong)(uint)request.Tags.GetHashCode() << 32);

    /// <summary>Gets a key that is the same in every process and at every time.</summary>
    public static ulong LastingOf(RoutingRequest request) => LastingOf(request.WorkloadHash, FirstQuestion(request), request.Tags);

    public static ulong LastingOf(ulong workload, string? question, TagSet tags) => Beginning(workload, question) ^ tags.HashBy(TagSeed);

    private static ulong Beginning(ulong workload, string? question) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(question.AsSpan()), (long)workload);

    private static string? FirstQuestion(RoutingRequest request)
    {
        for (int i = 0; i < request.Messages.Count; i++)
        {
            if (request.Messages[i].Role == ChatRole.User)
            {
                return request.Messages[i].Text;
            }
        }

        return null;
    }
}
