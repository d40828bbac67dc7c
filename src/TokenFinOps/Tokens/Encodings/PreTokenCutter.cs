using System.Globalization;

namespace TokenFinOps.Tokens.Encodings;

/// <summary>Finds places where the pre-tokenizers of cl100k_base and o200k_base cut a text in any case, so that the tokens of the pieces add up to those of the text.</summary>
/// <remarks>
/// No alternative of either one's expression goes on from a letter or digit to a sign or to white space, apart from the apostrophe of a contraction, and none from anything but white space to a
/// space. Every match begins where the last one ended, and a piece never ends in white space, which is the only thing that they look ahead for. So both read a piece as they read it in the text.
/// </remarks>
internal static class PreTokenCutter
{
    /// <summary>Gets the length up to the first such place: about a word, with the signs or spaces before it.</summary>
    /// <returns>The whole length when there is none.</returns>
    public static int NextCut(ReadOnlySpan<char> text)
    {
        for (int index = 1; index < text.Length; index++)
        {
            char after = text[index];
            if (after == ' ' ? !char.IsWhiteSpace(text[index - 1]) : IsSignOrWhiteSpace(after) && char.IsLetterOrDigit(text[index - 1]))
            {
                return index;
            }
        }

        return text.Length;
    }

    // What else there is stands in runs of letters here and in runs of signs there.
    private static bool IsSignOrWhiteSpace(char value) => char.IsAscii(value)
        ? value is '\n' or '\r' or '\t' || (value is > ' ' and < '\x7F' and not '\'' && !char.IsAsciiLetterOrDigit(value))
        : char.GetUnicodeCategory(value) is UnicodeCategory.SpaceSeparator or (>= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherSymbol);
}
