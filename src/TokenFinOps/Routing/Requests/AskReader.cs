using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Requests;

/// <summary>Finds what a person asked last. What a tool returned, or an agent's harness added, says nothing about how hard the question is.</summary>
internal static class AskReader
{
    private const string ReminderOpens = "<system-reminder>";
    private const string ReminderCloses = "</system-reminder>";

    public static string Read(IReadOnlyList<ChatMessage> messages)
    {
        for (int i = messages.Count - 1; i >= 0; i--)
        {
            ChatMessage message = messages[i];
            if (message.Role == ChatRole.User && message.Text is { Length: > 0 } text && WithoutReminders(text) is { Length: > 0 } ask)
            {
                return ask;
            }
        }

        return string.Empty;
    }

    private static string WithoutReminders(string text)
    {
        int opens = text.IndexOf(ReminderOpens, StringComparison.Ordinal);
        while (opens >= 0)
        {
            int closes = text.IndexOf(ReminderCloses, opens, StringComparison.Ordinal);
            text = closes < 0 ? text[..opens] : text.Remove(opens, closes + ReminderCloses.Length - opens);
            opens = text.IndexOf(ReminderOpens, StringComparison.Ordinal);
        }

        return string.IsNullOrWhiteSpace(text) ? string.Empty : text;
    }
}
