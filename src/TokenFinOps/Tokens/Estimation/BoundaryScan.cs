namespace TokenFinOps.Tokens.Estimation;

/// <summary>Estimates how many o200k_base tokens a text has, in one pass and without allocating.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>Byte-pair encoding merges what is frequent, so whether a token begins between two characters depends most on that pair: every
/// character adds the measured average number of tokens that begin at it after the one before.</description></item>
/// <item><description>Languages share letters but not words, and English is merged most. Two averages are kept, for English and code and for the
/// rest, and mixed by how English the text's pairs of letters look (a naive Bayes classifier).</description></item>
/// <item><description>The sums are kept by script, since other tokenizers differ from o200k_base by script.</description></item>
/// </list>
/// </remarks>
internal static class BoundaryScan
{
    // Shrinks the evidence of short texts, and turns the mean log-odds of a pair into that of a text.
    private const double PriorPairs = 20;
    private const double Sharpness = 20;

    /// <summary>Estimates a text.</summary>
    /// <param name="text">The text; lone surrogates are counted like any rare character.</param>
    /// <returns>The expected tokens by script.</returns>
    public static ScriptTokens Estimate(ReadOnlySpan<char> text)
    {
        BoundaryTables tables = BoundaryTables.O200k;
        var english = default(ScriptTokens);
        var other = default(ScriptTokens);
        double odds = 0;
        int pairs = 0;
        int previous = CharClass.Start;
        foreach (char value in text)
        {
            int own = CharClass.Next(previous, value);
            int cell = (previous * CharClass.Count) + own;
            int group = tables.Groups[own];
            english[group] += tables.English[cell];
            other[group] += tables.Other[cell];
            float evidence = tables.Odds[cell];
            odds += evidence;
            pairs += evidence == 0 ? 0 : 1;
            previous = own;
        }

        return Mix(english, other, OtherShare(odds, pairs));
    }

    internal static double OtherShare(double odds, int pairs) => 1 / (1 + Math.Exp(Sharpness * odds / (pairs + PriorPairs)));

    private static ScriptTokens Mix(in ScriptTokens english, in ScriptTokens other, double otherShare)
    {
        var mixed = default(ScriptTokens);
        for (int group = 0; group < ScriptTokens.Length; group++)
        {
            mixed[group] = ((1 - otherShare) * english[group]) + (otherShare * other[group]);
        }

        Move(ref mixed, ScriptGroup.EnglishLatin, ScriptGroup.OtherLatin, otherShare * other[(int)ScriptGroup.EnglishLatin]);
        Move(ref mixed, ScriptGroup.EnglishSpace, ScriptGroup.OtherSpace, otherShare * other[(int)ScriptGroup.EnglishSpace]);
        return mixed;
    }

    private static void Move(ref ScriptTokens tokens, ScriptGroup from, ScriptGroup to, double amount)
    {
        tokens[(int)from] -= amount;
        tokens[(int)to] += amount;
    }
}
