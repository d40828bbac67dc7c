using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Requests;

/// <summary>Tells workloads apart: requests with the same name for it, or else the same instructions, tools and response format, are the same kind of work, whatever is asked.</summary>
/// <remarks>The same in every process and at every time, so that what was learned can be kept.</remarks>
internal static class WorkloadKey
{
    // Very long instructions end in what changes from call to call: retrieved passages, records, examples.
    private const int Compared = 4_096;

    public static ulong Of(RoutingRequest request) =>
        request.WorkloadTag is { } tag && request.Tags.TryGetValue(tag, out string? named) ? Hash(named, 6) : Of(request.Messages, request.Options);

    private static ulong Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        ulong hash = OfInstructions(messages, options);

        ulong tools = 0;
        foreach (AITool tool in options?.Tools ?? [])
        {
            // A sum, because the order of tools says nothing.
            tools += Hash(tool.Name, 3);
        }

        return Combine(Combine(hash, tools), options?.ResponseFormat is ChatResponseFormatJson json ? HashOf(json) : 0);
    }

    // The schema as it was written, because many have no name.
    private static ulong HashOf(ChatResponseFormatJson format)
    {
        ulong schema = format.Schema is { } written ? XxHash3.HashToUInt64(JsonMarshal.GetRawUtf8Value(written), 5) : 0;
        return Combine(Hash(format.SchemaName, 4) + 1, schema);
    }

    /// <summary>Tells instructions apart, whatever tools and response format come with them.</summary>
    public static ulong OfInstructions(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        ulong hash = Hash(options?.Instructions, 1);
        for (int i = 0; i < messages.Count && messages[i].Role == ChatRole.System; i++)
        {
            hash = Combine(hash, Hash(messages[i].Text, 2));
        }

        return hash;
    }

    private static ulong Hash(string? text, long seed) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan(0, Math.Min(text?.Length ?? 0, Compared))), seed);

    private static ulong Combine(ulong left, ulong right) => (ulong.RotateLeft(left, 23) * 0x9E3779B97F4A7C15) ^ right;
}
