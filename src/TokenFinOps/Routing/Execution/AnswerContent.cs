using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Execution;

/// <summary>Tells answers from what merely looks like one: providers open streams with empty text, and some end broken ones in good order.</summary>
internal static class AnswerContent
{
    /// <summary>Finds out whether an update says something that the caller could have acted on.</summary>
    public static bool Says(ChatResponseUpdate update) => Says(update.Contents) || update.ContinuationToken is not null;

    /// <summary>Finds out whether a stream that said nothing ended as one that is complete.</summary>
    public static bool IsComplete(List<ChatResponseUpdate> updates) => updates.Exists(static update => update.FinishReason is not null || Says(update));

    /// <summary>Finds out whether a response is complete, be it without text.</summary>
    public static bool IsComplete(ChatResponse response) =>
        response.FinishReason is not null || response.ContinuationToken is not null || response.Messages.Any(static message => Says(message.Contents));

    private static bool Says(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
        {
            if (contents[i] is not (UsageContent or TextContent { Text.Length: 0 } or TextReasoningContent { Text.Length: 0, ProtectedData: null }))
            {
                return true;
            }
        }

        return false;
    }
}
