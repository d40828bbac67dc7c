using System.Globalization;

namespace TokenFinOps.Compression.Lossless;

/// <summary>Says which strings can stand in a table without quotes.</summary>
internal static class BareText
{
    private const int LongestNumber = 40;

    /// <summary>Says whether a property's name can stand as the head of a column.</summary>
    public static bool IsName(string name)
    {
        if (name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_'))
        {
            return false;
        }

        foreach (char character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-' or '.' or '$' or '@'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Says whether a string can stand in a cell: it ends where the cell ends, and nobody takes it for a number, a literal or nothing.</summary>
    public static bool IsCell(string text)
    {
        if (text.Length == 0 || text[0] is '"' or '[' or '{' or ']' or '}' || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text is "-" || LooksLikeLiteral(text))
        {
            return false;
        }

        foreach (char character in text)
        {
            if (character == ',' || char.IsControl(character) || character is '\u2028' or '\u2029')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Says whether a string can stand before the cells of a row as its key.</summary>
    public static bool IsKey(string text) => IsCell(text) && !text.Contains(':', StringComparison.Ordinal);

    /// <summary>Says whether a text without its quotes can be taken for nothing but a text.</summary>
    public static bool IsSentence(string text) =>
        text.Length > 0 && text[0] is not ('"' or '[' or '{') && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]) && !LooksLikeLiteral(text);

    // Wider than JSON's own grammar: 007 and +1 are strings, but a reader would take them for numbers.
    private static bool LooksLikeLiteral(string text) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase)
        || text.Equals("false", StringComparison.OrdinalIgnoreCase)
        || text.Equals("null", StringComparison.OrdinalIgnoreCase)
        || (text.Length <= LongestNumber && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        || (text.Length > LongestNumber && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.'));
}
