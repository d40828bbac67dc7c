using System.Globalization;

namespace TokenFinOps.Routing.Complexity;

/// <summary>Tells the kinds of characters apart: ASCII by table, the rest by Unicode category.</summary>
internal static class CharKinds
{
    private static readonly CharKind[] Ascii = [.. Enumerable.Range(0, 128).Select(static code => OfAscii((char)code))];

    public static CharKind Of(char character) => character < Ascii.Length ? Ascii[character] : OfUnicode(character);

    private static CharKind OfAscii(char character) => character switch
    {
        >= 'a' and <= 'z' or '\'' => CharKind.Letter,
        >= 'A' and <= 'Z' => CharKind.Upper,
        >= '0' and <= '9' => CharKind.Digit,
        '\n' => CharKind.NewLine,
        <= ' ' => CharKind.Space,
        '+' or '*' or '/' or '=' or '^' or '<' or '>' or '%' or '$' or '\\' => CharKind.Math,
        '{' or '}' or '[' or ']' or '(' or ')' or ';' or '_' or '`' or '#' or '&' or '|' => CharKind.Code,
        '?' => CharKind.Question,
        '.' or '!' => CharKind.Stop,
        ',' or ':' => CharKind.Comma,
        '"' => CharKind.Quote,
        _ => CharKind.Other,
    };

    private static CharKind OfUnicode(char character) => char.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => CharKind.Letter,
        UnicodeCategory.OtherLetter => CharKind.Foreign,
        UnicodeCategory.DecimalDigitNumber => CharKind.Digit,
        UnicodeCategory.MathSymbol => CharKind.Math,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharKind.Space,
        UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => CharKind.Quote,
        _ => CharKind.Other,
    };
}
