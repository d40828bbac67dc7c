using System.Globalization;

namespace TokenFinOps.Embeddings.Words;

/// <summary>Tells what characters are to words, and folds case, width and accents so that spellings of one word are one word.</summary>
/// <remarks>By tables of its own and not by the platform's normalisation, which depends on culture data: a stored vector has to be found again by another process.</remarks>
internal static class Glyphs
{
    // U+00C0 to U+017F without their accents; a space stays as it is.
    private const string LatinBases =
        "aaaaaa ceeeeiiii nooooo ouuuuy  aaaaaa ceeeeiiii nooooo ouuuuy yaaaaaaccccccccddddeeeeeeeeeegggg"
        + "gggghhhhiiiiiiiiii  jjkk llllll  llnnnnnn   oooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz ";

    private static readonly GlyphKind[] Ascii = [.. Enumerable.Range(0, 128).Select(static code => OfAscii((char)code))];

    public static GlyphKind KindOf(char character) => character < Ascii.Length ? Ascii[character] : OfUnicode(character);

    /// <summary>Folds a letter: case, width, accents that writers leave out, digits of other scripts.</summary>
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
            '\u03C2' => '\u03C3',
            >= '\u0386' and <= '\u03CE' => Greek(character),
            '\u0451' or '\u0401' => '\u0435',
            '\u0622' or '\u0623' or '\u0625' or '\u0671' => '\u0627',
            '\u0649' or '\u06CC' => '\u064A',
            '\u06A9' => '\u0643',
            _ => char.IsDigit(character) ? (char)('0' + (int)char.GetNumericValue(character)) : char.ToLowerInvariant(character),
        };
    }

    public static bool IsApostrophe(char character) => character is '\'' or '\u2019' or '\u02BC' or '\uFF07';

    private static GlyphKind OfAscii(char character) => character switch
    {
        _ when char.IsAsciiLetterOrDigit(character) || character == '_' => GlyphKind.Letter,
        '+' or '*' or '/' or '=' or '<' or '>' or '^' or '%' or '&' or '|' or '~' or '$' or '#' or '@' or '\\' or '!' or '-' => GlyphKind.Symbol,
        _ => GlyphKind.Gap,
    };

    private static GlyphKind OfUnicode(char character) =>
        IsIgnored(character) ? GlyphKind.Ignored
        : IsDense(character) ? GlyphKind.Dense
        : char.GetUnicodeCategory(character) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => GlyphKind.Letter,
            UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.Surrogate => GlyphKind.Symbol,
            _ => GlyphKind.Gap,
        };

    // Thai, Lao, Burmese, Khmer; kana, ideographs, Hangul.
    private static bool IsDense(char character) => character switch
    {
        < '\u0E00' => false,
        <= '\u0EFF' or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF') =>
            char.IsLetter(character) || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark,
        >= '\u3005' and <= '\u3007' => true,
        >= '\u3040' and <= '\u30FF' => character is not ('\u30FB' or '\u30A0'),
        (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') => true,
        (>= '\u1100' and <= '\u11FF') or (>= '\uAC00' and <= '\uD7AF') => true,
        >= '\uFF66' and <= '\uFF9F' => true,
        _ => false,
    };

    // Accents that stand alone, Hebrew and Arabic vowel points, the Arabic stretch, joiners, variation selectors.
    private static bool IsIgnored(char character) => character is
        (>= '\u0300' and <= '\u036F') or (>= '\u0591' and <= '\u05C7') or (>= '\u064B' and <= '\u065F') or '\u0670' or '\u0640'
        or (>= '\u200B' and <= '\u200F') or '\u2060' or '\u00AD' or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF';

    private static char Latin(char character)
    {
        char plain = character - '\u00C0' < LatinBases.Length ? LatinBases[character - '\u00C0'] : ' ';
        return plain == ' ' ? char.ToLowerInvariant(character) : plain;
    }

    private static char Greek(char character) => character switch
    {
        '\u0386' or '\u03AC' => '\u03B1',
        '\u0388' or '\u03AD' => '\u03B5',
        '\u0389' or '\u03AE' => '\u03B7',
        '\u038A' or '\u03AA' or '\u03AF' or '\u03CA' or '\u0390' => '\u03B9',
        '\u038C' or '\u03CC' => '\u03BF',
        '\u038E' or '\u03AB' or '\u03CD' or '\u03CB' or '\u03B0' => '\u03C5',
        '\u038F' or '\u03CE' => '\u03C9',
        _ => char.ToLowerInvariant(character),
    };
}
