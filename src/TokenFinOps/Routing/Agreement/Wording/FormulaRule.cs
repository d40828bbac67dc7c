using System.Buffers;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Tells formulas, code and codes, in which case and every sign count, from words.</summary>
internal static class FormulaRule
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("=+^*/<>\\|~#%$€£°√π∞×≤≥≠[]{}()_@\"");

    public static bool Is(string text)
    {
        if (text.AsSpan().ContainsAny(Signs))
        {
            return true;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (IsSign(text, i))
            {
                return true;
            }
        }

        return text.AsSpan().ContainsAnyInRange('0', '9') && !IsNumberedName(text);
    }

    // The minus of "-x" and "a - b", the prime of "f'", the factorial of "n!", and what joins without a space: x.y, a,b, x:y. The hyphen of "well-known" and the apostrophe of "don't" are none.
    private static bool IsSign(string text, int at) => text[at] switch
    {
        '-' => LettersBefore(text, at) < 2 || LettersBehind(text, at) < 2,
        '\'' => LettersBefore(text, at) < 1 || LettersBehind(text, at) < 1,
        '!' => LettersBefore(text, at) < 2 || IsJoined(text, at),
        '.' or ',' or ':' or ';' or '?' => IsJoined(text, at),
        _ => false,
    };

    private static bool IsJoined(string text, int at) => at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]);

    // Apollo 11, World War 2: a name of whole words and whole numbers, which begins with a word. 5 GB, Mg 2 and 3.10 are none.
    private static bool IsNumberedName(string text)
    {
        string[] parts = text.TrimEnd('.', '!', ',').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && IsWord(parts[0]) && parts.All(static part => IsWord(part) || part.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0);
    }

    private static bool IsWord(string part) => part.Length > 2 && part.All(char.IsLetter);

    private static int LettersBefore(string text, int at)
    {
        int start = at;
        while (start > 0 && at - start < 2 && char.IsLetter(text[start - 1]))
        {
            start--;
        }

        return at - start;
    }

    private static int LettersBehind(string text, int at)
    {
        int end = at + 1;
        while (end < text.Length && end - at - 1 < 2 && char.IsLetter(text[end]))
        {
            end++;
        }

        return end - at - 1;
    }
}
