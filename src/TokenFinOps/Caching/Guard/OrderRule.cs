using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>The same words with their roles exchanged: from A to B, A than B, A versus B, A does it to B, A does it and is it done by B.</summary>
internal static class OrderRule
{
    private static readonly ulong From = FeatureHash.Of("from");
    private static readonly ulong To = FeatureHash.Of("to");
    private static readonly ulong Into = FeatureHash.Of("into");
    private static readonly ulong Than = FeatureHash.Of("than");
    private static readonly ulong Versus = FeatureHash.Of("versus");
    private static readonly ulong Vs = FeatureHash.Of("vs");

    public static GuardFindings Compare(in GuardedText earlier, in GuardedText now) =>
        AreExchanged(earlier, now, From, To) || AreExchanged(earlier, now, From, Into) || AreExchangedAround(earlier, now, Than) || AreExchangedAround(earlier, now, Vs)
        || AreExchangedAround(earlier, now, Versus) || RoleRule.HaveOtherAgents(earlier, now)
            ? GuardFindings.Order
            : GuardFindings.None;

    // "from A to B" and "to A from B" and "from B to A".
    private static bool AreExchanged(in GuardedText one, in GuardedText other, ulong first, ulong second)
    {
        ulong a = Behind(one, first);
        ulong b = Behind(one, second);
        ulong c = Behind(other, first);
        ulong d = Behind(other, second);
        return (a != b && a != 0 && a == d && (c == b || c == 0 || b == 0)) || (b != a && b != 0 && b == c && (d == a || d == 0 || a == 0));
    }

    private static ulong Behind(in GuardedText text, ulong word)
    {
        ReadOnlySpan<GuardedWord> words = text.Words;
        for (int i = words.Length - 2; i >= 0; i--)
        {
            if (words[i].Hash != word)
            {
                continue;
            }

            for (int next = i + 1; next < words.Length && words[next].Hash != From && words[next].Hash != To; next++)
            {
                if (!words[next].Has(WordMarks.Empty))
                {
                    return words[next].Stem;
                }
            }
        }

        return 0;
    }

    // A word before the mark in one text and behind it in the other, and one the other way round.
    private static bool AreExchangedAround(in GuardedText one, in GuardedText other, ulong mark)
    {
        int first = IndexOf(one, mark);
        int second = first < 0 ? -1 : IndexOf(other, mark);
        return second >= 0 && HasCrossed(one.Words[..first], other.Words[second..]) && HasCrossed(one.Words[first..], other.Words[..second]);
    }

    private static bool HasCrossed(ReadOnlySpan<GuardedWord> one, ReadOnlySpan<GuardedWord> other)
    {
        foreach (ref readonly GuardedWord word in one)
        {
            if (RoleRule.IsRole(word) && Holds(other, word.Stem))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(ReadOnlySpan<GuardedWord> words, ulong stem)
    {
        foreach (ref readonly GuardedWord word in words)
        {
            if (word.Stem == stem)
            {
                return true;
            }
        }

        return false;
    }

    private static int IndexOf(in GuardedText text, ulong hash)
    {
        ReadOnlySpan<GuardedWord> words = text.Words;
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].Hash == hash)
            {
                return i;
            }
        }

        return -1;
    }
}
