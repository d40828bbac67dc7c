namespace TokenFinOps.Caching.Guard;

/// <summary>Of two long texts, each has a subject word that the other lacks: one word among many hardly moves a similarity, and may be the one that matters.</summary>
internal static class WordingRule
{
    /// <summary>From how many words on a text is long.</summary>
    private const int Long = 50;

    public static GuardFindings Compare(in GuardedText earlier, in GuardedText now) =>
        Math.Max(earlier.Words.Length, now.Words.Length) >= Long && (LacksSubject(earlier, now) || LacksSubject(now, earlier)) ? GuardFindings.Wording : GuardFindings.None;

    private static bool LacksSubject(in GuardedText text, in GuardedText other)
    {
        foreach (ref readonly GuardedWord word in text.Words)
        {
            if (word.IsSubject && !other.Contains(word.Stem))
            {
                return true;
            }
        }

        return false;
    }
}
