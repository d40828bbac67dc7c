using Microsoft.Extensions.AI;

namespace TokenFinOps.Caching.Partitions;

/// <summary>What is compared by meaning: a question, and what was said before it where that is compared too.</summary>
/// <param name="Question">The question.</param>
/// <param name="Context">What was said before it; empty where nothing was, or where it must be equal anyway.</param>
internal readonly record struct ComparedText(string Question, string Context = "")
{
    public int Length => Question.Length + Context.Length;

    /// <summary>Takes the last messages before the question as its context.</summary>
    public static ComparedText WithTurns(string question, IReadOnlyList<ChatMessage> messages, int turns)
    {
        IEnumerable<string> said = messages
            .SkipLast(1)
            .Where(static message => message.Role == ChatRole.User || message.Role == ChatRole.Assistant)
            .TakeLast(turns)
            .Select(static message => QuestionText.Normalize(message.Text));
        return new ComparedText(question, string.Join('\n', said));
    }
}
