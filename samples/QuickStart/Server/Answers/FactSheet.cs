namespace QuickStart.Server.Answers;

/// <summary>Answers from facts that the instructions list: like a model would that is told to, the same fact for the same question in other words.</summary>
internal static class FactSheet
{
    private const string Order = "from these facts only";
    private const string Bullet = "- ";

    /// <summary>Finds the fact that shares most words with a question.</summary>
    /// <returns>The fact, or <see langword="null"/> when the instructions do not ask for facts, or none has to do with the question.</returns>
    public static string? Answer(string instructions, string question)
    {
        int start = instructions.IndexOf(Order, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        HashSet<string> asked = [.. Words.Content(question)];
        (string? best, int most) = (null, 0);
        foreach (string fact in instructions[start..].Split('\n').Where(static line => line.StartsWith(Bullet, StringComparison.Ordinal)))
        {
            int shared = Words.Content(fact).Distinct().Count(asked.Contains);
            (best, most) = shared > most ? (fact[Bullet.Length..], shared) : (best, most);
        }

        return best ?? "A colleague will find out.";
    }
}
