using System.Text;

namespace QuickStart.Server.Answers;

/// <summary>Writes prose: sentences from a topic's vocabulary, and from the text that the question brings along.</summary>
internal static class Prose
{
    private const int MuchMaterial = 400;

    private static readonly string[] Openers = ["Thank you for your question.", "In short:", "Here is what I found.", "Short answer first."];

    private static readonly string[] Links =
    [
        "Because {reason}, {thing} {fact}.",
        "{Thing} {fact}, since {reason}.",
        "{Thing} {fact}.",
        "As far as {thing} goes: it {fact}.",
        "{Thing} {fact}; {thing2} {fact2}.",
    ];

    private static readonly string[] Closers =
    [
        "Let me know if you need more detail.",
        "That should settle it.",
        "I have kept the rest unchanged.",
        "Happy to look further if anything is unclear.",
    ];

    /// <summary>Answers a question.</summary>
    /// <param name="instructions">What the system asks for; short instructions may say how long the answer should be.</param>
    /// <param name="question">What the user says, with the material that belongs to it.</param>
    /// <param name="random">Decides the rest.</param>
    public static string Answer(string instructions, string question, Random random)
    {
        string asked = question[(question.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)..];
        HashSet<string> words = [.. Words.Content(asked)];
        Topic topic = Topic.For(words);
        if (instructions.Length < MuchMaterial)
        {
            words.UnionWith(Words.Content(instructions));
        }

        int sentences = Length(words, random);
        if (sentences == 1)
        {
            return Sentence(topic, random);
        }

        var text = new StringBuilder(Pick(Openers, random));
        List<string> quoted = question.Length > MuchMaterial ? Quote(question, words, Math.Max(2, sentences / 2)) : [];
        foreach (string quote in quoted)
        {
            text.Append(' ').Append(quote);
        }

        for (int i = quoted.Count; i < sentences; i++)
        {
            text.Append(i % 5 == 4 ? "\n\n" : " ").Append(Sentence(topic, random));
        }

        if (words.Overlaps(["step", "list", "plan", "review", "report", "suggest"]))
        {
            AppendSteps(text, topic, random);
        }

        return text.Append("\n\n").Append(Pick(Closers, random)).ToString();
    }

    /// <summary>Writes one sentence about a topic.</summary>
    public static string Sentence(Topic topic, Random random)
    {
        string thing = Pick(topic.Things, random);
        string sentence = Pick(Links, random)
            .Replace("{thing2}", Pick(topic.Things, random), StringComparison.Ordinal)
            .Replace("{fact2}", Pick(topic.Facts, random), StringComparison.Ordinal)
            .Replace("{Thing}", Capitalise(thing), StringComparison.Ordinal)
            .Replace("{thing}", thing, StringComparison.Ordinal)
            .Replace("{fact}", Pick(topic.Facts, random), StringComparison.Ordinal)
            .Replace("{reason}", Pick(topic.Reasons, random), StringComparison.Ordinal);
        return sentence;
    }

    private static int Length(HashSet<string> words, Random random) => words switch
    {
        _ when words.Overlaps(["sentence", "briefly", "line"]) => 1,
        _ when words.Overlaps(["report", "detailed", "thorough", "section"]) => random.Next(14, 24),
        _ => random.Next(3, 9),
    };

    private static void AppendSteps(StringBuilder text, Topic topic, Random random)
    {
        text.Append('\n');
        for (int step = 1; step <= random.Next(2, 5); step++)
        {
            text.Append('\n').Append(step).Append(". ").Append(Pick(topic.Steps, random).Replace("{thing}", Pick(topic.Things, random), StringComparison.Ordinal));
        }
    }

    // The question itself is the last sentence; an answer quotes what comes before it.
    private static List<string> Quote(string material, HashSet<string> words, int count)
    {
        IReadOnlyList<string> sentences = Words.Sentences(material);
        HashSet<string> asked = sentences.Count > 0 ? [.. Words.Content(sentences[^1])] : words;
        return [.. sentences
            .SkipLast(1)
            .Where(static sentence => !sentence.EndsWith('?') && !sentence.EndsWith(':'))
            .OrderByDescending(sentence => Words.Content(sentence).Count(asked.Contains))
            .Take(count)];
    }

    private static string Pick(string[] choices, Random random) => choices[random.Next(choices.Length)];

    private static string Capitalise(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
