using Microsoft.Extensions.AI;

namespace TokenFinOps.Compression.Compaction;

/// <summary>Takes a conversation apart into groups that can be left out without leaving the rest invalid.</summary>
/// <remarks>
/// Providers refuse a result without its call and a call without its result, so an answer stays together with the results of its calls. An answer may be several messages.
/// </remarks>
internal static class MessageGroups
{
    private static readonly HashSet<Type> Known =
    [
        typeof(TextContent), typeof(TextReasoningContent), typeof(FunctionCallContent), typeof(FunctionResultContent), typeof(DataContent), typeof(UriContent),
        typeof(ErrorContent), typeof(UsageContent),
    ];

    public static List<MessageGroup> Of(IReadOnlyList<ChatMessage> messages, Func<ChatMessage, long> size)
    {
        var groups = new List<MessageGroup>();
        for (int start = 0; start < messages.Count;)
        {
            int end = EndOf(messages, start);
            long tokens = 0;
            for (int i = start; i < end; i++)
            {
                tokens += size(messages[i]);
            }

            groups.Add(new MessageGroup(start, end, tokens, RoleOf(messages, start, end), messages[start].Role == ChatRole.Assistant));
            start = end;
        }

        return groups;
    }

    private static int EndOf(IReadOnlyList<ChatMessage> messages, int start)
    {
        int end = start + 1;
        if (messages[start].Role != ChatRole.Assistant)
        {
            return end;
        }

        while (end < messages.Count && messages[end].Role == ChatRole.Assistant)
        {
            end++;
        }

        while (end < messages.Count && messages[end].Role == ChatRole.Tool)
        {
            end++;
        }

        return end;
    }

    private static MessageGroupRole RoleOf(IReadOnlyList<ChatMessage> messages, int start, int end)
    {
        var calls = new HashSet<string>(StringComparer.Ordinal);
        var results = new HashSet<string>(StringComparer.Ordinal);
        bool isSigned = false;
        for (int i = start; i < end; i++)
        {
            if (PinnedMessage.IsPinned(messages[i]))
            {
                return MessageGroupRole.Kept;
            }

            foreach (AIContent content in messages[i].Contents)
            {
                if (!Known.Contains(content.GetType()))
                {
                    return MessageGroupRole.Kept;
                }

                isSigned |= content is TextReasoningContent { ProtectedData: not null };
                _ = content switch
                {
                    FunctionCallContent call => calls.Add(call.CallId),
                    FunctionResultContent result => results.Add(result.CallId),
                    _ => false,
                };
            }
        }

        // A summary that was kept in the caller's history has been answered long ago.
        if (SummaryMessage.Is(messages[start]))
        {
            return MessageGroupRole.Answer;
        }

        return messages[start].Role == ChatRole.User && calls.Count == 0 && results.Count == 0 ? MessageGroupRole.Said
            : messages[start].Role != ChatRole.Assistant || !calls.SetEquals(results) ? MessageGroupRole.Kept
            : isSigned ? MessageGroupRole.SignedAnswer
            : MessageGroupRole.Answer;
    }
}
