namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Reads which options are chosen: <c>C</c>, <c>(c)</c>, <c>C) Paris</c>, <c>Option C</c>, <c>A and C</c>.</summary>
internal static class ChoiceReader
{
    private const char LastOption = 'Z';

    // A letter with a full stop and words is taken for an option only as far down as lists of options go: "J. S. Bach" is a name anyway.
    private const char LastDotted = 'J';

    /// <param name="text">The text, without Markdown around it.</param>
    /// <returns>The letters in order, or <see langword="null"/> when it is no choice.</returns>
    public static string? Read(string text)
    {
        ReadOnlySpan<char> rest = WithoutWord(text.AsSpan().Trim(" *_"));
        return Single(rest) is { } letter ? letter.ToString() : Several(rest);
    }

    private static ReadOnlySpan<char> WithoutWord(ReadOnlySpan<char> text)
    {
        foreach (string word in (ReadOnlySpan<string>)["option ", "choice ", "answer ", "letter "])
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return text[word.Length..].TrimStart();
            }
        }

        return text;
    }

    private static char? Single(ReadOnlySpan<char> text)
    {
        if (text is ['(' or '[', var inner, ')' or ']', .. var behind] && char.IsAsciiLetter(inner))
        {
            return behind.IsEmpty || IsEnd(behind[0]) ? NotFollowed(inner, behind) : null;
        }

        if (text is [var only] && char.IsAsciiLetter(only))
        {
            return char.ToUpperInvariant(only);
        }

        return text switch
        {
            [var letter, ')', ..] when char.IsAsciiLetter(letter) => NotFollowed(letter, text[2..]),
            [var letter and >= 'A' and <= LastOption, ':' or ',', .. var after] => NotFollowed(letter, after),
            [var letter and >= 'A' and <= LastDotted, '.', ' ', .. var after] when after is not [_, '.', ..] => NotFollowed(letter, after),
            [var letter and >= 'A' and <= LastDotted, '.'] => letter,
            _ => null,
        };
    }

    private static bool IsEnd(char next) => char.IsWhiteSpace(next) || next is '.' or ':' or ',' or ';';

    // "(A) and (C)", "A, C" and "(A) (B)" choose two; "C, since it is so" and "C. A country" choose one.
    private static char? NotFollowed(char letter, ReadOnlySpan<char> after)
    {
        ReadOnlySpan<char> next = after.TrimStart(" .*");
        bool isJoined = next is [',' or '&' or '/', ..];
        next = next.TrimStart(" ,&/");
        foreach (string word in (ReadOnlySpan<string>)["and ", "or "])
        {
            if (next.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                isJoined = true;
                next = next[word.Length..];
            }
        }

        bool isOption = next is ['(' or '[', _, ')' or ']', ..] or [_, ')', ..] or [>= 'A' and <= LastOption];
        bool isLetter = next is [>= 'A' and <= LastOption, var end, ..] && !char.IsLetterOrDigit(end);
        return isOption || (isJoined && isLetter) ? null : char.ToUpperInvariant(letter);
    }

    private static string? Several(ReadOnlySpan<char> text)
    {
        if (text.Length > 60)
        {
            return null;
        }

        var letters = new SortedSet<char>();
        foreach (string part in text.ToString().Replace(" and ", ",", StringComparison.OrdinalIgnoreCase).Replace('&', ',').Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Trim('(', ')', '[', ']', '.', '*') is not [var letter and >= 'A' and <= LastOption])
            {
                return null;
            }

            letters.Add(letter);
        }

        // "A I" is no list: its letters must be set apart.
        return letters.Count > 1 && text.ContainsAny(",&(") | text.Contains(" and ", StringComparison.OrdinalIgnoreCase) ? string.Join(',', letters) : null;
    }
}
