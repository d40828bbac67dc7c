using Microsoft.Extensions.AI;

namespace TokenFinOps.Caching.Partitions;

/// <summary>Adds messages to a partition's key: all that the model sees of them.</summary>
internal static class MessageKey
{
    /// <returns><see langword="false"/> when the message has something that cannot be compared.</returns>
    public static bool TryAdd(ChatMessage message, PartitionHasher hasher)
    {
        hasher.Add(message.Role.Value);
        hasher.Add(message.AuthorName);
        hasher.Add(message.Contents.Count);
        foreach (AIContent content in message.Contents)
        {
            if (!TryAdd(content, hasher))
            {
                return false;
            }
        }

        return hasher.TryAdd(message.AdditionalProperties);
    }

    private static bool TryAdd(AIContent content, PartitionHasher hasher)
    {
        // The kind goes first, so that a text cannot pass for a call.
        hasher.Add(content.GetType().Name);
        switch (content)
        {
            case TextContent text:
                hasher.Add(text.Text);
                break;
            case TextReasoningContent reasoning:
                hasher.Add(reasoning.Text);
                hasher.Add(reasoning.ProtectedData);
                break;
            case FunctionCallContent call:
                hasher.Add(call.Name);
                return hasher.TryAdd(call.Arguments) && hasher.TryAdd(call.AdditionalProperties);
            case FunctionResultContent result:
                return hasher.TryAdd(result.Result) && hasher.TryAdd(result.AdditionalProperties);
            case DataContent data:
                hasher.Add(data.MediaType);
                hasher.Add(data.Data.Span);
                break;
            case UriContent uri:
                hasher.Add(uri.Uri.OriginalString);
                hasher.Add(uri.MediaType);
                break;
            case UsageContent:
                return true;
            default:
                return false;
        }

        return hasher.TryAdd(content.AdditionalProperties);
    }
}
