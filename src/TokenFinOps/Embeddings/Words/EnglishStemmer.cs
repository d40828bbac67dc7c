using System.Buffers;

namespace TokenFinOps.Embeddings.Words;

/// <summary>Cuts English inflections so that <c>refund</c>, <c>refunds</c>, <c>refunded</c> and <c>refunding</c> are one word. Light by intent: a stem that merges two words costs a wrong hit.</summary>
internal static class EnglishStemmer
{
    private const int ShortestStem = 3;

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>Stems a folded word in place.</summary>
    /// <returns>How many of its characters are the stem.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= ShortestStem || !IsPlain(word))
        {
            return word.Length;
        }

        int length = Plural(word);
        length = Ending(word[..length]);
        return Last(word[..length]);
    }

    // By hand: the span helpers for ranges box their bounds until the caller is optimised.
    private static bool IsPlain(ReadOnlySpan<char> word)
    {
        foreach (char character in word)
        {
            if (!char.IsAsciiLetterLower(character))
            {
                return false;
            }
        }

        return true;
    }

    private static int Plural(Span<char> word)
    {
        if (word[^1] != 's' || Ends(word, "ss") || Ends(word, "us") || Ends(word, "is"))
        {
            return word.Length;
        }

        if (Ends(word, "ies") && word.Length > 4)
        {
            word[^3] = 'y';
            return word.Length - 2;
        }

        return Ends(word, "sses") || Ends(word, "xes") || Ends(word, "ches") || Ends(word, "shes") || Ends(word, "zzes") ? word.Length - 2 : word.Length - 1;
    }

    private static int Ending(Span<char> word)
    {
        int cut = Ends(word, "ing") && HasVowel(word[..^3]) ? 3
            : Ends(word, "ied") && word.Length > 4 ? 2
            : Ends(word, "ed") && !Ends(word, "eed") && HasVowel(word[..^2]) ? 2
            : Ends(word, "ly") && word.Length > 5 ? 2
            : 0;
        int length = word.Length - cut;
        if (length < ShortestStem)
        {
            return word.Length;
        }

        bool isDoubled = cut > 0 && length > ShortestStem && word[length - 1] == word[length - 2] && word[length - 1] is not ('l' or 's' or 'z' or 'e' or 'o');
        return isDoubled ? length - 1 : length;
    }

    // make and making, try and tries.
    private static int Last(Span<char> word)
    {
        if (word.Length > ShortestStem && word[^1] == 'y')
        {
            word[^1] = 'i';
        }

        return word.Length > ShortestStem && word[^1] == 'e' ? word.Length - 1 : word.Length;
    }

    private static bool Ends(ReadOnlySpan<char> word, string ending) => word.EndsWith(ending, StringComparison.Ordinal);

    private static bool HasVowel(ReadOnlySpan<char> word) => word.Length >= 2 && word.IndexOfAny(Vowels) >= 0;
}
