using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Health;

namespace TokenFinOps.Routing.Execution;

/// <summary>Tells answers from what merely looks like one: providers open streams with empty text, end broken ones in good order, and report errors as content.</summary>
internal static class AnswerContent
{
    /// <summary>Finds out whether an update says something that the caller could have acted on.</summary>
    public static bool Says(ChatResponseUpdate update) => Says(update.Contents) || update.ContinuationToken is not null;

    /// <summary>Gets why a stream that has ended, having said nothing, is no answer; <see langword="null"/> when it is a complete one.</summary>
    public static Exception? WhyNone(string deployment, List<ChatResponseUpdate> updates) =>
        updates.Exists(Says) ? null
        : WhyNone(deployment, updates.SelectMany(static update => update.Contents), updates.Exists(static update => update.FinishReason is not null));

    /// <summary>Gets why a response is no answer; <see langword="null"/> when it is one, be it without text.</summary>
    public static Exception? WhyNone(string deployment, ChatResponse response) =>
        response.ContinuationToken is not null || response.Messages.Any(static message => Says(message.Contents)) ? null
        : WhyNone(deployment, response.Messages.SelectMany(static message => message.Contents), response.FinishReason is not null);

    private static Exception? WhyNone(string deployment, IEnumerable<AIContent> contents, bool isFinished) =>
        contents.OfType<ErrorContent>().FirstOrDefault() is { } error ? AnswerError.ToException(deployment, error)
        : isFinished ? null
        : new InvalidDataException($"'{deployment}' ended its response without an answer.");

    private static bool Says(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
        {
            if (Says(contents[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Says(AIContent content) => content switch
    {
        UsageContent or TextContent { Text.Length: 0 } or TextReasoningContent { Text.Length: 0, ProtectedData: null } => false,
        ErrorContent error => AnswerError.IsRefusal(error),
        _ => true,
    };
}
