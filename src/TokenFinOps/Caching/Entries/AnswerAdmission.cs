using Microsoft.Extensions.AI;

namespace TokenFinOps.Caching.Entries;

/// <summary>Lets complete answers into the cache, and no others.</summary>
internal sealed class AnswerAdmission(SemanticCacheOptions options)
{
    // How a model begins when it declines. An answer that only begins like this is made anew the next time, which does no harm.
    private static readonly string[] Declining =
    [
        "i'm sorry, but i can", "i’m sorry, but i can", "i am sorry, but i can", "sorry, but i can", "sorry, i can't", "sorry, i can’t", "i'm sorry, i can", "i’m sorry, i can",
        "i can't help with", "i can’t help with", "i cannot help with", "i can't assist", "i can’t assist", "i cannot assist", "i'm unable to", "i’m unable to", "i am unable to",
        "i won't be able to", "as an ai language model, i can",
    ];

    public CacheBypass Check(ChatResponse response)
    {
        if (response.ConversationId is not null || response.ContinuationToken is not null)
        {
            return CacheBypass.StatefulConversation;
        }

        if (response.Messages.Count == 0 || (response.FinishReason is { } reason && reason != ChatFinishReason.Stop))
        {
            return CacheBypass.IncompleteAnswer;
        }

        foreach (ChatMessage message in response.Messages)
        {
            if (Check(message) is var bypass and not CacheBypass.None)
            {
                return bypass;
            }
        }

        string text = response.Text;
        return string.IsNullOrWhiteSpace(text) ? CacheBypass.IncompleteAnswer
            : text.Length > options.MaxAnswerLength ? CacheBypass.UnstorableAnswer
            : options.ShouldStore is { } decides ? decides(response) ? CacheBypass.None : CacheBypass.NotStored
            : Declines(text) ? CacheBypass.RefusedAnswer
            : CacheBypass.None;
    }

    private static CacheBypass Check(ChatMessage message)
    {
        if (message.Role != ChatRole.Assistant)
        {
            return CacheBypass.IncompleteAnswer;
        }

        foreach (AIContent content in message.Contents)
        {
            switch (content)
            {
                case TextContent or TextReasoningContent or UsageContent:
                    continue;
                case ErrorContent:
                    return CacheBypass.RefusedAnswer;
                case FunctionCallContent or FunctionResultContent:
                    return CacheBypass.IncompleteAnswer;
                default:
                    return CacheBypass.UnstorableAnswer;
            }
        }

        return CacheBypass.None;
    }

    private static bool Declines(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        foreach (string words in Declining)
        {
            if (start.StartsWith(words, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
