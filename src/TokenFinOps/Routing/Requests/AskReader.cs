using System.Text;
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
        string ask = opens < 0 ? text : WithoutReminders(text, opens);
        return string.IsNullOrWhiteSpace(ask) ? string.Empty : ask;
    }

    // Forward only: a prompt may hold thousands of reminders, and to look for each from the start would take the square of its length.
    private static string WithoutReminders(string text, int opens)
    {
        var kept = new StringBuilder();
        int from = 0;
        while (opens >= 0)
        {
            kept.Append(text, from, opens - from);
            int closes = text.IndexOf(ReminderCloses, opens, StringComparison.Ordinal);
            if (closes < 0)
            {
                return kept.ToString();
            }

            from = closes + ReminderCloses.Length;
            opens = text.IndexOf(ReminderOpens, from, StringComparison.Ordinal);
        }

        return kept.Append(text, from, text.Length - from).ToString();
    }
}
