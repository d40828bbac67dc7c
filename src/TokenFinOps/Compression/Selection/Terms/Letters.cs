using System.Globalization;

namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>Tells what characters are to words, and folds them so that spellings of one word are one term.</summary>
/// <remarks>
/// Folding is by tables of its own and not by the platform's normalisation, which does nothing where an application runs without culture data:
/// the same prompt must give the same selection everywhere.
/// </remarks>
internal static class Letters
{
    // U+00C0 to U+017F without their accents; a space stays as it is.
    private const string LatinBases =
        "aaaaaa ceeeeiiii nooooo ouuuuy  aaaaaa ceeeeiiii nooooo ouuuuy yaaaaaaccccccccddddeeeeeeeeeegggg"
        + "gggghhhhiiiiiiiiii  jjkk llllll  llnnnnnn   oooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz ";

    public static LetterKind KindOf(char character)
    {
        if (char.IsAscii(character))
        {
            return char.IsAsciiLetterOrDigit(character) ? LetterKind.Word : LetterKind.None;
        }

        return IsIgnored(character) ? LetterKind.Ignored
            : IsDense(character) ? LetterKind.Dense
            : char.GetUnicodeCategory(character) switch
            {
                UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                    or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                    or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                    or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
                    or UnicodeCategory.Surrogate => LetterKind.Word,
                _ => LetterKind.None,
            };
    }

    /// <summary>Folds a letter: case, width, and the accents and variants that writers leave out.</summary>
    public static char Fold(char character)
    {
        if (char.IsAscii(character))
        {
            return char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character;
        }

        return character switch
        {
            >= '\u00C0' and <= '\u017F' => Latin(character),
            '\u0218' or '\u0219' => 's',
            '\u021A' or '\u021B' => 't',
            >= '\uFF01' and <= '\uFF5E' => Fold((char)(character - 0xFEE0)),
            '\u0386' or '\u03AC' => 'α',
            '\u0388' or '\u03AD' => 'ε',
            '\u0389' or '\u03AE' => 'η',
            '\u038A' or '\u03AA' or '\u03AF' or '\u03CA' or '\u0390' => 'ι',
            '\u038C' or '\u03CC' => 'ο',
            '\u038E' or '\u03AB' or '\u03CD' or '\u03CB' or '\u03B0' => 'υ',
            '\u038F' or '\u03CE' => 'ω',
            'ς' => 'σ',
            'ё' or 'Ё' => 'е',
            '\u0622' or '\u0623' or '\u0625' or '\u0671' => '\u0627',
            '\u0629' => '\u0647',
            '\u0649' or '\u06CC' => '\u064A',
            '\u06A9' => '\u0643',
            _ => Digit(char.ToLowerInvariant(character)),
        };
    }

    /// <summary>Tells whether a character is of a script without spaces between words, or of Hangul.</summary>
    public static bool IsDense(char character) => character switch
    {
        < '\u0E00' => false,
        <= '\u0EFF' or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF') => char.IsLetter(character) || IsMark(character),
        >= '\u3040' and <= '\u30FF' => character is not ('\u30FB' or '\u30A0'),
        (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') => true,
        >= '\u1100' and <= '\u11FF' or (>= '\uAC00' and <= '\uD7AF') => true,
        >= '\uFF66' and <= '\uFF9F' => true,
        _ => false,
    };

    /// <summary>Tells whether a text of a script without spaces between words and sentences is at hand: Thai, Lao, Burmese, Khmer.</summary>
    public static bool IsUnpunctuated(char character) =>
        character is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF');

    private static bool IsMark(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Accents that stand alone, Hebrew and Arabic vowel points, the Arabic stretch, joiners.
    private static bool IsIgnored(char character) => character is
        (>= '\u0300' and <= '\u036F') or (>= '\u0591' and <= '\u05C7') or (>= '\u064B' and <= '\u065F') or '\u0670' or '\u0640' or (>= '\u200B' and <= '\u200F') or '\u00AD';

    private static char Latin(char character)
    {
        char plain = character - '\u00C0' < LatinBases.Length ? LatinBases[character - '\u00C0'] : ' ';
        return plain == ' ' ? char.ToLowerInvariant(character) : plain;
    }

    private static char Digit(char character) =>
        char.IsDigit(character) ? (char)('0' + (int)char.GetNumericValue(character)) : character;
}
