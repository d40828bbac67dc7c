namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Counts words: runs between spaces that hold a letter or a digit. In scripts without spaces, each character is one.</summary>
internal static class WordCount
{
    // From the first kana to the last ideograph; Hangul has spaces.
    private const char FirstUnspaced = '\u3040';
    private const char LastUnspaced = '\u9fff';

    public static int Of(ReadOnlySpan<char> text)
    {
        int words = 0;
        bool inWord = false;
        foreach (char c in text)
        {
            if (c is >= FirstUnspaced and <= LastUnspaced)
            {
                words++;
                inWord = false;
            }
            else if (char.IsWhiteSpace(c))
            {
                inWord = false;
            }
            else if (!inWord && char.IsLetterOrDigit(c))
            {
                words++;
                inWord = true;
            }
        }

        return words;
    }
}
