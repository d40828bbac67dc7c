using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;

namespace TokenFinOps.Compression;

/// <summary>Draws a share of runs, or of conversations outside any run: the same ones for every lever that asks with the same seed.</summary>
internal static class ConversationDraw
{
    public static bool Contains(string? runId, IReadOnlyList<ChatMessage> messages, double share, int seed)
    {
        if (share is <= 0 or >= 1)
        {
            return share >= 1;
        }

        string unit = runId ?? messages.FirstOrDefault(static message => message.Role == ChatRole.User)?.Text ?? string.Empty;
        return ControlDraw.Contains(MemoryMarshal.AsBytes(unit.AsSpan()), share, seed);
    }
}
