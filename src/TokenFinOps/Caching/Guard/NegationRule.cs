using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>One text negates what the other affirms: by another parity of negations, by negating another word, or by a prefix or ending.</summary>
internal static class NegationRule
{
    private static readonly string[] Prefixes = ["un", "in", "im", "il", "ir", "dis", "non", "mis", "de"];

    public static GuardFindings Compare(in GuardedText earlier, in GuardedText now) =>
        ((earlier.Negations ^ now.Negations) & 1) != 0 || NegatesOther(earlier, now) || NegatesOther(now, earlier) || HasOpposite(earlier, now) || HasOpposite(now, earlier)
            ? GuardFindings.Negation
            : GuardFindings.None;

    // "rich but not happy" and "happy but not rich".
    private static bool NegatesOther(in GuardedText text, in GuardedText other)
    {
        if (text.Negations == 0 || other.Negations == 0)
        {
            return false;
        }

        ulong negated = NegatedIn(text);
        return negated != 0 && other.Contains(negated) && NegatedIn(other) is var others && others != 0 && others != negated && text.Contains(others);
    }

    private static ulong NegatedIn(in GuardedText text)
    {
        bool isNegated = false;
        foreach (ref readonly GuardedWord word in text.Words)
        {
            if (isNegated && !word.Has(WordMarks.Empty))
            {
                return word.Stem;
            }

            // A contraction stands before its subject in a question: "don't cats swim".
            isNegated |= word.Has(WordMarks.Negation) && word.Kind != WordKind.Not;
        }

        return 0;
    }

    private static bool HasOpposite(in GuardedText text, in GuardedText other)
    {
        Span<char> letters = stackalloc char[WordScanner.LongestWord];
        foreach (ref readonly GuardedWord word in text.Words)
        {
            if (word.Kind == WordKind.Word && word.End - word.Start is >= 5 and <= WordScanner.LongestWord && word.IsSubject && !other.Contains(word.Stem)
                && HasOpposite(text.Text[word.Start..word.End], letters, other))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasOpposite(ReadOnlySpan<char> written, Span<char> letters, in GuardedText other)
    {
        int length = 0;
        foreach (char character in written)
        {
            // un-safe and non-smoker are scanned as one word or as two; the hyphen does not matter.
            if (character != '-')
            {
                letters[length++] = Glyphs.Fold(character);
            }
        }

        Span<char> word = letters[..length];
        foreach (string prefix in Prefixes)
        {
            if (word.StartsWith(prefix) && word.Length >= prefix.Length + 3 && other.Contains(StemOf(word[prefix.Length..])))
            {
                return true;
            }
        }

        return word.EndsWith("less") && word.Length > 6 && (other.Contains(WithEnding(word[..^4])) || other.Contains(StemOf(word[..^4])));
    }

    private static ulong WithEnding(ReadOnlySpan<char> root)
    {
        Span<char> word = stackalloc char[root.Length + 3];
        root.CopyTo(word);
        "ful".CopyTo(word[root.Length..]);
        return FeatureHash.Of(word[..EnglishStemmer.Stem(word)]);
    }

    private static ulong StemOf(ReadOnlySpan<char> word)
    {
        Span<char> copy = stackalloc char[word.Length];
        word.CopyTo(copy);
        return FeatureHash.Of(copy[..EnglishStemmer.Stem(copy)]);
    }
}
