using Microsoft.Extensions.AI;

namespace TokenFinOps.Compression.Compaction;

/// <summary>Marks messages that stay in a conversation however long it gets, e.g. a person's standing orders.</summary>
public static class PinnedMessage
{
    private const string Key = "tokenfinops.pinned";

    /// <summary>Pins a message. A pinned call or result keeps the calls and results that belong to it.</summary>
    /// <param name="message">The message. The mark is put on it; providers' clients do not send it.</param>
    /// <returns>The same message.</returns>
    public static ChatMessage Pin(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        (message.AdditionalProperties ??= [])[Key] = true;
        return message;
    }

    internal static bool IsPinned(ChatMessage message) => message.AdditionalProperties?.ContainsKey(Key) == true;
}
