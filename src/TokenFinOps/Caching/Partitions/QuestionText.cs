using System.Buffers;
using System.Text;

namespace TokenFinOps.Caching.Partitions;

/// <summary>Writes a question so that the same words are the same text: composed characters (Unicode normal form C), single blanks. Case is kept: it can mean something.</summary>
internal static class QuestionText
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\v\f\u00A0\u2028\u2029");

    public static string Normalize(string text)
    {
        string composed = Compose(text);
        return IsTidy(composed) ? composed : Tidy(composed);
    }

    // Half of a surrogate pair has no normal form; such a text stays as it is.
    private static string Compose(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return text;
            }
        }

        return text.Normalize();
    }

    private static bool IsTidy(string text)
    {
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
        {
            return text.Length == 0;
        }

        ReadOnlySpan<char> rest = text;
        for (int at = rest.IndexOfAny(Blanks); at >= 0; at = rest.IndexOfAny(Blanks))
        {
            if (rest[at] != ' ' || Blanks.Contains(rest[at + 1]))
            {
                return false;
            }

            rest = rest[(at + 1)..];
        }

        return true;
    }

    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                tidy.Append(character);
            }
            else if (tidy.Length > 0 && tidy[^1] != ' ')
            {
                tidy.Append(' ');
            }
        }

        return tidy.ToString().TrimEnd(' ');
    }
}
