using System.Globalization;

namespace TokenFinOps.Tokens.Encodings;

/// <summary>Finds runs of letters, spaces or signs that are too long to be merged in reasonable time.</summary>
/// <remarks>
/// Byte-pair merging is quadratic in the length of such a run (dotnet/machinearlearning#7019 is open): 128,000 spaces take seconds, as many Chinese
/// characters without punctuation the better part of a minute. Text for people has no such runs, an attacker's prompt has. Cutting one costs at
/// most a token per cut, and a run is cut no more than every <see cref="LongestRun"/> characters.
/// </remarks>
internal static class RunCutter
{
    public const int LongestRun = 256;

    private const int Unclear = 0;
    private const int Letter = 1;
    private const int Number = 2;
    private const int Space = 3;
    private const int Sign = 4;

    /// <summary>Gets how much of a text can be merged without a cut.</summary>
    /// <returns>The length up to the first cut, or the whole length when there is none.</returns>
    public static int NextCut(ReadOnlySpan<char> text)
    {
        int run = 0;
        int current = Unclear;
        for (int index = 0; index < text.Length; index++)
        {
            int kind = Kind(text[index]);
            bool goesOn = kind == Unclear || (kind != Number && (kind == current || current == Unclear));
            run = goesOn ? run + 1 : 1;
            current = kind == Unclear ? current : kind;
            if (run > LongestRun)
            {
                // A pair of surrogates is one character.
                return char.IsLowSurrogate(text[index]) ? index - 1 : index;
            }
        }

        return text.Length;
    }

    // Marks, surrogates and the like stand in runs of letters here and in runs of signs there, so they never end one.
    private static int Kind(char value)
    {
        if (char.IsAscii(value))
        {
            return char.IsAsciiLetter(value) ? Letter : char.IsAsciiDigit(value) ? Number : value <= ' ' ? Space : Sign;
        }

        return char.GetUnicodeCategory(value) switch
        {
            <= UnicodeCategory.OtherLetter => Letter,
            >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber => Number,
            >= UnicodeCategory.SpaceSeparator and <= UnicodeCategory.ParagraphSeparator => Space,
            >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherSymbol => Sign,
            _ => Unclear,
        };
    }
}
