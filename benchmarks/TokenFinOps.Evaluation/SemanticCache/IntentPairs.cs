namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Draws pairs from questions with intents: two of one intent, or of two. One intent is weaker than one answer: these rank embedders, they do not measure false hits.</summary>
internal static class IntentPairs
{
    private const int MostSame = 20_000;
    private const int SameByRow = 10;
    private const int OtherBySame = 3;

    public static List<TextPair> Draw(IReadOnlyList<(string Text, string Intent)> rows, int seed)
    {
        string[][] intents = [.. rows.GroupBy(static row => row.Intent).Select(static intent => intent.Select(static row => row.Text).Distinct().ToArray()).Where(static texts => texts.Length > 1)];
        if (intents.Length < 2)
        {
            throw new EvaluationException("The file needs two intents with two questions each.");
        }

        var random = new Random(seed);
        int same = Math.Min(MostSame, SameByRow * rows.Count);
        var pairs = new List<TextPair>(same * (1 + OtherBySame));
        for (int i = 0; i < same; i++)
        {
            string[] texts = intents[random.Next(intents.Length)];
            (int one, int other) = TwoOf(texts.Length, random);
            pairs.Add(new TextPair(texts[one], texts[other], IsSame: true));
        }

        for (int i = 0; i < same * OtherBySame; i++)
        {
            (int one, int other) = TwoOf(intents.Length, random);
            pairs.Add(new TextPair(intents[one][random.Next(intents[one].Length)], intents[other][random.Next(intents[other].Length)], IsSame: false));
        }

        return pairs;
    }

    private static (int One, int Other) TwoOf(int count, Random random)
    {
        int one = random.Next(count);
        int other = random.Next(count - 1);
        return (one, other >= one ? other + 1 : other);
    }
}
