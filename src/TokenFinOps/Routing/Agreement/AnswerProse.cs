using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement.Json;
using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement;

/// <summary>Takes out of a response what it says in sentences.</summary>
internal static class AnswerProse
{
    /// <returns>The prose; <see langword="null"/> for a response that was cut off, refused or failed, and for one that answers with something else: calls, JSON, files.</returns>
    public static string? Of(ChatResponse response, ChatOptions? options)
    {
        AnswerParts parts = AnswerParts.Of(response);
        bool isOther = parts.IsIncomplete || parts.HasError || parts.HasOther || parts.Calls.Count > 0 || options?.ResponseFormat is ChatResponseFormatJson;
        return isOther || parts.Text.Length == 0 || Refusals.Begins(parts.Text) || IsJson(parts.Text) ? null : parts.Text;
    }

    private static bool IsJson(string text)
    {
        using JsonDocument? document = JsonText.Find(text, anywhere: false)?.Document;
        return document is not null;
    }
}
