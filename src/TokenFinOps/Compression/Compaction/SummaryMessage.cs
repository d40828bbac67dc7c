using System.Globalization;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Compression.Compaction;

/// <summary>The message that stands for those that are left out.</summary>
/// <remarks>It is a user's, since some providers want a conversation to begin with one, and calls to follow one.</remarks>
internal static class SummaryMessage
{
    private const string Key = "tokenfinops.summary";

    public static ChatMessage Of(string summary) => Marked("[Summary of the earlier conversation, which is left out here]\n" + summary);

    public static ChatMessage Note(int messages, long tokens) =>
        Marked(string.Create(CultureInfo.InvariantCulture, $"[{messages} earlier messages of this conversation are left out here, {tokens} tokens.]"));

    /// <summary>Says whether a message is a summary, and so nothing that a person asked.</summary>
    public static bool Is(ChatMessage message) => message.AdditionalProperties?.ContainsKey(Key) == true;

    private static ChatMessage Marked(string text) => new(ChatRole.User, text) { AdditionalProperties = new AdditionalPropertiesDictionary { [Key] = true } };
}
