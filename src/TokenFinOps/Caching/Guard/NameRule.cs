using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>Each text names something that the other does not.</summary>
internal static class NameRule
{
    public static GuardFindings Compare(in GuardedText earlier, in GuardedText now)
    {
        bool one = HasNameBeyond(earlier, now, out bool oneAny);
        bool other = HasNameBeyond(now, earlier, out bool otherAny);

        // A text without capitals may name things that cannot be told from other words.
        return (one && other) || (one && otherAny && !now.HasCapitals) || (other && oneAny && !earlier.HasCapitals) ? GuardFindings.Names : GuardFindings.None;
    }

    /// <param name="text">The text whose names are looked for.</param>
    /// <param name="other">The text that may lack them.</param>
    /// <param name="hasSubject">Whether there is any word with a subject that the other lacks.</param>
    private static bool HasNameBeyond(in GuardedText text, in GuardedText other, out bool hasSubject)
    {
        bool hasName = false;
        hasSubject = false;
        ReadOnlySpan<GuardedWord> words = text.Words;
        for (int i = 0; i < words.Length; i++)
        {
            ref readonly GuardedWord word = ref words[i];
            if (word.Kind != WordKind.Word || other.Contains(word.Stem))
            {
                continue;
            }

            hasSubject |= word.IsSubject && !word.Has(WordMarks.Common);
            hasName |= IsName(text, i);
        }

        return hasName;
    }

    private static bool IsName(in GuardedText text, int at)
    {
        ReadOnlySpan<GuardedWord> words = text.Words;
        ref readonly GuardedWord word = ref words[at];
        if (word.Has(WordMarks.Known))
        {
            return true;
        }

        if (!text.HasCapitals || !word.Has(WordMarks.Capital) || word.Has(WordMarks.Empty) || (word.Has(WordMarks.Weak) && !word.Has(WordMarks.Capitals)))
        {
            return false;
        }

        // The first word of a sentence is a name when another follows, e.g. a surname.
        return !word.Has(WordMarks.BeginsSentence) || word.Has(WordMarks.Capitals)
            || (!word.Has(WordMarks.Common) && at + 1 < words.Length && words[at + 1].Has(WordMarks.Capital) && !words[at + 1].Has(WordMarks.BeginsSentence | WordMarks.Capitals));
    }
}
