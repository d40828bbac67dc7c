namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>Cuts the commonest endings of words in Latin letters, so that number and tense do not hide a word. Much less than Porter's: a term must stay recognisable.</summary>
internal static class LightStemmer
{
    /// <summary>Gets how many letters of a folded word are its stem; a last letter may have been replaced.</summary>
    public static int Stem(Span<char> word)
    {
        int length = word.Length;
        if (length < 4 || !char.IsAsciiLetterLower(word[0]) || char.IsAsciiDigit(word[^1]))
        {
            return length;
        }

        length = Plural(word);
        return TrailingE(word[..Tense(word[..length])]);
    }

    private static int Plural(Span<char> word)
    {
        int length = word.Length;
        if (word[^1] != 's' || word[^2] is 's' or 'u' or 'i')
        {
            return length;
        }

        if (length > 4 && word.EndsWith("ies"))
        {
            word[^3] = 'y';
            return length - 2;
        }

        return word.EndsWith("ches") || word.EndsWith("shes") || word.EndsWith("xes") || word.EndsWith("sses") ? length - 2 : length - 1;
    }

    private static int Tense(Span<char> word)
    {
        int cut = word.EndsWith("ing") && word.Length > 5 ? 3
            : word.EndsWith("ed") && word.Length > 4 ? 2
            : word.EndsWith("ly") && word.Length > 5 ? 2
            : 0;
        int length = word.Length - cut;
        bool isDoubled = cut > 0 && length > 3 && word[length - 1] == word[length - 2] && word[length - 1] is not ('l' or 's' or 'e');
        return isDoubled ? length - 1 : length;
    }

    private static int TrailingE(Span<char> word)
    {
        int length = word.Length;
        if (length > 3 && word[^1] == 'y')
        {
            word[^1] = 'i';
        }

        return length > 3 && word[^1] == 'e' ? length - 1 : length;
    }
}
