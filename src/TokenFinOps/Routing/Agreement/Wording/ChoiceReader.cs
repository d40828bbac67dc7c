using System.Text.RegularExpressions;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Reads which options are chosen: <c>C</c>, <c>(c)</c>, <c>Option C</c>, <c>A and C</c>; and <c>(C) Paris</c> where the text is marked as the answer.</summary>
/// <remarks>Text that merely begins with a letter is no choice: <c>E. coli</c>, <c>A: 42</c>, <c>(C) is incorrect</c>.</remarks>
internal static partial class ChoiceReader
{
    private const int LongestList = 60;
    private const string Wrapping = " *_`";

    /// <param name="text">The text, without Markdown around it.</param>
    /// <param name="context">Where it stands, which tells how much text the letter may have behind it.</param>
    /// <returns>The letters in the order in which they stand, as a ranking has one, or <see langword="null"/> when it is no choice.</returns>
    public static string? Read(string text, AnswerContext context)
    {
        ReadOnlySpan<char> rest = WithoutWord(Unquoted(text.AsSpan().Trim(Wrapping)));
        if (Bare(rest) is { } letter)
        {
            return letter.ToString();
        }

        return Several(rest) ?? (context == AnswerContext.Whole ? null : WithText(rest, context)?.ToString());
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> text) =>
        text is ['"', _, '"'] or ['\'', _, '\''] ? text[1..2] : text;

    private static ReadOnlySpan<char> WithoutWord(ReadOnlySpan<char> text)
    {
        foreach (string word in (ReadOnlySpan<string>)["option ", "choice ", "answer ", "letter "])
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return text[word.Length..].Trim(Wrapping);
            }
        }

        return text;
    }

    // A small letter alone may be the name of a variable, and then its case counts.
    private static char? Bare(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(" .*_:");
        return text switch
        {
            [>= 'A' and <= 'Z' and var letter] => letter,
            ['(' or '[', var letter, ')' or ']'] when char.IsAsciiLetter(letter) => char.ToUpperInvariant(letter),
            [var letter, ')'] when char.IsAsciiLetter(letter) => char.ToUpperInvariant(letter),
            _ => null,
        };
    }

    private static string? Several(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestList || !(text.ContainsAny(",;&(") || text.Contains(" and ", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        // "A I" is no list: its letters must be set apart.
        var letters = new List<char>();
        foreach (string part in text.ToString().Replace(" and ", ",", StringComparison.OrdinalIgnoreCase).Split([',', ';', '&', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Trim('(', ')', '[', ']', '.', '*') is not [>= 'A' and <= 'Z' and var letter])
            {
                return null;
            }

            letters.Add(letter);
        }

        return letters.Count > 1 ? string.Join(',', letters) : null;
    }

    // Options go from A to J. The names of species and persons begin with a letter and a full stop, too: only a capital may follow one, and only where words mark the answer.
    private static char? WithText(ReadOnlySpan<char> text, AnswerContext context)
    {
        int length = text switch
        {
            ['(' or '[', _, ')' or ']', ..] => 3,
            [_, ')', ..] => 2,
            [_, '.' or ':', ' ' or '*', ..] or [_, '*', '*', ..] => -2,
            _ => 0,
        };
        if (length == 0)
        {
            return null;
        }

        bool isBracketed = length > 0;
        char letter = text[length == 3 ? 1 : 0];
        ReadOnlySpan<char> behind = text[Math.Abs(length)..].TrimStart(" *_:.");
        bool isKnown = letter is >= 'A' and <= 'J' && (isBracketed || (context == AnswerContext.Marked && behind is [var first, ..] && !char.IsLower(first)));
        return isKnown && IsTextOfOption(behind) ? letter : null;
    }

    private static bool IsTextOfOption(ReadOnlySpan<char> text) =>
        !text.IsEmpty && text is not [_, '.', ..] && !text.Contains('\n') && !Doubtful().IsMatch(text);

    // A second option, or words that take the first one back or go on from it.
    [GeneratedRegex(
        @"\b(is|isn|are|was|not|no|never|wrong|incorrect|false|to|plus|or|but|wait|also|as\s+well|both|neither|except|through|until|than)\b|n't\b|->|=>|→|⇒|(^|\s)[-–—]+(\s|$)|[(\[][A-Za-z][)\]]|\b[A-Za-z]\)|\b[B-J]\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Doubtful();
}
