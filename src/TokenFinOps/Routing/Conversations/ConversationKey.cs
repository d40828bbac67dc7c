using System.Numerics;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Tells conversations apart by how they begin: the same instructions and first question of the same payer make one conversation.</summary>
/// <remarks>
/// The same in every process, so that a conversation is in the same control group everywhere. Tools do not count: function invocation withdraws them before the last call of a
/// loop, and that call belongs to its conversation too.
/// </remarks>
internal static class ConversationKey
{
    public static ulong Of(RoutingRequest request)
    {
        string? first = null;
        for (int i = 0; i < request.Messages.Count && first is null; i++)
        {
            first = request.Messages[i].Role == ChatRole.User ? request.Messages[i].Text : null;
        }

        ulong instructions = WorkloadKey.OfInstructions(request.Messages, request.Options);
        return Combine(Combine(OfTags(request.Tags), instructions), SampledHash.Of(first, 1));
    }

    public static ulong Combine(ulong left, ulong right) => (BitOperations.RotateLeft(left, 23) * 0x9E3779B97F4A7C15) ^ right;

    // Not the set's own hash code, which is seeded anew in every process. Keys have no case.
    private static ulong OfTags(TagSet tags)
    {
        ulong hash = 0;
        Span<char> upper = stackalloc char[TagSet.MaxKeyLength];
        foreach ((string key, string value) in tags.AsSpan())
        {
            int length = key.AsSpan().ToUpperInvariant(upper);
            hash = Combine(Combine(hash, SampledHash.Of(upper[..length], 2)), SampledHash.Of(value, 3));
        }

        return hash;
    }
}
