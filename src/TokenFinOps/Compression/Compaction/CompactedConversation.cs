using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Compression.Compaction;

/// <summary>A conversation as it is sent.</summary>
/// <param name="Messages">The messages: those that are kept are the caller's own, and one stands for those that are left out.</param>
/// <param name="TokensBefore">The tokens of the messages as they came, counted; 0 when compacting failed.</param>
/// <param name="TokensAfter">The tokens of <paramref name="Messages"/>, counted; 0 when compacting failed.</param>
/// <remarks>Immutable, as long as the messages are; thread-safe.</remarks>
public sealed record CompactedConversation(IReadOnlyList<ChatMessage> Messages, long TokensBefore, long TokensAfter)
{
    /// <summary>Gets how many messages are left out; 0 when the conversation is sent as it came.</summary>
    public int LeftOut { get; init; }

    /// <summary>Gets the position, in tokens as they came, of the first message that is left out.</summary>
    internal long Position { get; init; }

    /// <summary>Gets the tokens that earlier calls had sent and the provider must read anew, since this call is the first that leaves something out.</summary>
    internal long CacheLost { get; init; }

    internal CompressionMode Mode { get; init; }
}
