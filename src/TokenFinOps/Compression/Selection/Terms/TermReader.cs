namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>Reads the terms of a text: words folded and stemmed, pairs of characters where words are not written apart.</summary>
internal static class TermReader
{
    private const int LongestWord = 48;

    /// <summary>Adds the terms of a text, in order, to a list.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vocabulary">Gives terms their numbers.</param>
    /// <param name="terms">Takes the numbers.</param>
    /// <param name="isCode">Whether names such as <c>orderTotal</c> are read in parts as well.</param>
    /// <param name="isStemmed">Whether words lose their endings.</param>
    public static void Read(ReadOnlySpan<char> text, Vocabulary vocabulary, RentedList<int> terms, bool isCode = false, bool isStemmed = true)
    {
        int position = 0;
        while (position < text.Length)
        {
            switch (Letters.KindOf(text[position]))
            {
                case LetterKind.Word:
                    position = Word(text, position, vocabulary, terms, isCode, isStemmed);
                    break;
                case LetterKind.Dense:
                    position = Dense(text, position, vocabulary, terms);
                    break;
                default:
                    position++;
                    break;
            }
        }
    }

    /// <summary>Gets the stem of a folded word.</summary>
    public static string StemOf(string word)
    {
        Span<char> letters = stackalloc char[LongestWord];
        int length = Math.Min(word.Length, LongestWord);
        word.AsSpan(0, length).CopyTo(letters);
        return letters[..LightStemmer.Stem(letters[..length])].ToString();
    }

    private static int Word(ReadOnlySpan<char> text, int start, Vocabulary vocabulary, RentedList<int> terms, bool isCode, bool isStemmed)
    {
        Span<char> word = stackalloc char[LongestWord];
        int length = 0;
        int end = start;
        for (; end < text.Length; end++)
        {
            if (char.IsAsciiLetterOrDigit(text[end]))
            {
                word[length] = char.IsAsciiLetterUpper(text[end]) ? (char)(text[end] | 0x20) : text[end];
                length += length < LongestWord - 1 ? 1 : 0;
                continue;
            }

            LetterKind kind = Letters.KindOf(text[end]);
            if (kind == LetterKind.Word)
            {
                word[length] = Letters.Fold(text[end]);
                length += length < LongestWord - 1 ? 1 : 0;
            }
            else if (kind != LetterKind.Ignored && !JoinsDigits(text, end))
            {
                break;
            }
        }

        terms.Add(vocabulary.Intern(word[..(isStemmed ? LightStemmer.Stem(word[..length]) : length)]));
        if (isCode)
        {
            Parts(text[start..end], vocabulary, terms);
        }

        return end;
    }

    // 1,000 is 1000.
    private static bool JoinsDigits(ReadOnlySpan<char> text, int at) =>
        text[at] == ',' && at > 0 && char.IsAsciiDigit(text[at - 1]) && at + 3 < text.Length
        && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]) && char.IsAsciiDigit(text[at + 3]);

    private static void Parts(ReadOnlySpan<char> name, Vocabulary vocabulary, RentedList<int> terms)
    {
        int start = 0;
        for (int end = 1; end <= name.Length; end++)
        {
            if (end < name.Length && !(char.IsUpper(name[end]) && char.IsLower(name[end - 1])))
            {
                continue;
            }

            if (end < name.Length || start > 0)
            {
                Word(name[start..end], 0, vocabulary, terms, isCode: false, isStemmed: true);
            }

            start = end;
        }
    }

    private static int Dense(ReadOnlySpan<char> text, int start, Vocabulary vocabulary, RentedList<int> terms)
    {
        Span<char> pair = [Letters.Fold(text[start]), '\0'];
        int end = start + 1;
        for (; end < text.Length && Letters.KindOf(text[end]) == LetterKind.Dense; end++)
        {
            pair[1] = Letters.Fold(text[end]);
            terms.Add(vocabulary.Intern(pair));
            pair[0] = pair[1];
        }

        if (end == start + 1)
        {
            terms.Add(vocabulary.Intern(pair[..1]));
        }

        return end;
    }
}
