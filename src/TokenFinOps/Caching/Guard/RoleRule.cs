using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Caching.Guard;

/// <summary>Who does it to whom: of two texts with the same subject words, the doer is told by the order of the outermost two and by the voice; of he and she, by
/// which comes first.</summary>
internal static class RoleRule
{
    private static readonly ulong By = FeatureHash.Of("by");
    private static readonly ulong And = FeatureHash.Of("and");
    private static readonly ulong Or = FeatureHash.Of("or");
    private static readonly ulong Between = FeatureHash.Of("between");
    private static readonly ulong He = FeatureHash.Of("he");
    private static readonly ulong Him = FeatureHash.Of("him");
    private static readonly ulong His = FeatureHash.Of("his");
    private static readonly ulong She = FeatureHash.Of("she");
    private static readonly ulong Her = FeatureHash.Of("her");

    private static readonly WordTable Symmetric = new(
        [.. "marry married date dating engage engaged relate related similar same equal equivalent different differ meet met compatible connect attach associate affiliate bond tie relationship friend sibling cousin neighbor neighbour partner compare comparison"
            .Split(' ').Select(static word => new KeyValuePair<ulong, uint>(StemOf(word), 1))]);

    public static bool HaveOtherAgents(in GuardedText one, in GuardedText other)
    {
        if (FirstGender(one) * FirstGender(other) < 0)
        {
            return true;
        }

        if (!TryRead(one, out Roles first) || !TryRead(other, out Roles second) || !HaveSameSubjects(one, other))
        {
            return false;
        }

        bool isSameOrder = first.Before == second.Before && first.Behind == second.Behind;
        bool isExchanged = first.Before == second.Behind && first.Behind == second.Before;
        return first.IsPassive == second.IsPassive ? isExchanged : isSameOrder;
    }

    // 1 for he, -1 for she, 0 for neither.
    private static int FirstGender(in GuardedText text)
    {
        foreach (ref readonly GuardedWord word in text.Words)
        {
            if (word.Has(WordMarks.Empty) && (word.Hash == He || word.Hash == Him || word.Hash == His))
            {
                return 1;
            }

            if (word.Has(WordMarks.Empty) && (word.Hash == She || word.Hash == Her))
            {
                return -1;
            }
        }

        return 0;
    }

    private static bool TryRead(in GuardedText text, out Roles roles)
    {
        roles = default;
        int before = -1;
        int behind = -1;
        int by = -1;
        ReadOnlySpan<GuardedWord> words = text.Words;
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].Hash == And || words[i].Hash == Or || words[i].Hash == Between || Symmetric.Find(words[i].Stem) != 0)
            {
                return false;
            }

            by = words[i].Hash == By ? i : by;
            if (IsRole(words[i]))
            {
                before = before < 0 ? i : before;
                behind = i;
            }
        }

        // There has to be a word for what is done between the two.
        if (behind - before < 2 || words[before].Stem == words[behind].Stem || !HasVerb(words[(before + 1)..behind]))
        {
            return false;
        }

        roles = new Roles(words[before].Stem, words[behind].Stem, by > before && by < behind);
        return true;
    }

    private static bool HaveSameSubjects(in GuardedText one, in GuardedText other) => HasAll(one, other) && HasAll(other, one);

    private static bool HasAll(in GuardedText one, in GuardedText other)
    {
        foreach (ref readonly GuardedWord word in one.Words)
        {
            if (IsRole(word) && !other.Contains(word.Stem))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasVerb(ReadOnlySpan<GuardedWord> words)
    {
        foreach (ref readonly GuardedWord word in words)
        {
            if (!word.Has(WordMarks.Empty))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsRole(in GuardedWord word) => word.Kind is WordKind.Word or WordKind.Number && !word.Has(WordMarks.Empty | WordMarks.Weak);

    private static ulong StemOf(string word)
    {
        Span<char> letters = word.ToCharArray();
        return FeatureHash.Of(letters[..EnglishStemmer.Stem(letters)]);
    }

    private readonly record struct Roles(ulong Before, ulong Behind, bool IsPassive);
}
