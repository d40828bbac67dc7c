namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Finds the last number of a text, whatever stands around it, with all that belongs to it: sign, currency, fraction, power, scale and unit.</summary>
internal static class LastNumber
{
    private const int Longest = 100;

    /// <param name="text">The text, unified.</param>
    /// <returns><see langword="null"/> when there is none, or when it cannot be told where it begins or what it says: in a range, in brackets, behind a "not".</returns>
    public static Quantity? In(string text)
    {
        int end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        int start = StartOf(text, end);
        if (end == 0 || end - start > Longest || !IsWhole(text, start))
        {
            return null;
        }

        string number = SignBefore(text, start) + text[start..end].Trim() + Behind(text, end);
        return NumberReader.TryRead(number, true, out Quantity read) ? read : null;
    }

    // Back over everything that may join digits: 1 234, 3 1/2, 1.5 × 10^3, 5-10, 2023-01-05, -$1,200.
    private static int StartOf(string text, int end)
    {
        int start = end;
        while (start > 0 && end - start <= Longest && Joins(text, start - 1))
        {
            start--;
        }

        while (start < end && text[start] is ' ' or '.' or ',' or ')' or ':' or '/' or '*')
        {
            start++;
        }

        return start;
    }

    private static bool Joins(string text, int at) => text[at] switch
    {
        >= '0' and <= '9' => true,
        '.' or ',' or '/' or ':' or '^' or '*' or '×' or '+' or '-' or '(' or ')' or '{' or '}' or '_' or '\'' or '$' or '€' or '£' or '¥' or '₹' => true,
        ' ' => at + 1 < text.Length && at > 0 && text[at - 1] is >= '0' and <= '9' or ',' or '×' or '*' or '/' or '+' or '-' or '^' or '$' or '€' or '£' or '¥' or '₹',
        'e' or 'E' or 'x' => at > 0 && char.IsAsciiDigit(text[at - 1]),
        _ => false,
    };

    // Not the end of a name, of an exponent or of an index: x1, m^2.
    private static bool IsWhole(string text, int start) =>
        start < text.Length && text[start] is not ('^' or '_' or '(' or '{' or '×' or '+' or '\'') && (start == 0 || !(char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '≈' or '±' or '<' or '>' or '~' or '≤' or '≥' or '\\'));

    private static string SignBefore(string text, int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, start).TrimEnd();
        return before.EndsWith("minus", StringComparison.OrdinalIgnoreCase) || before.EndsWith("negative", StringComparison.OrdinalIgnoreCase) ? "minus "
            : before.EndsWith(" not", StringComparison.OrdinalIgnoreCase) || before.EndsWith("than", StringComparison.OrdinalIgnoreCase) || before.EndsWith("(not", StringComparison.OrdinalIgnoreCase) ? "?"
            : string.Empty;
    }

    // The sign or the word that follows, where it may change the number: a sign, a scale, a unit, a currency, and what stands so close that it belongs to it. "PM" and "GB" make it unreadable.
    private static string Behind(string text, int end)
    {
        ReadOnlySpan<char> rest = text.AsSpan(end, Math.Min(text.Length - end, Longest));
        ReadOnlySpan<char> word = rest.TrimStart(' ');
        int length = 0;
        while (length < word.Length && (char.IsLetter(word[length]) || word[length] is '%' or '°' or '€' or '£' or '‰' or '$' or '^'))
        {
            length++;
        }

        string first = word[..length].ToString();
        bool isApart = rest is [' ', ..];
        return first == "per" && word[length..].StartsWith(" cent") ? " per cent"
            : !isApart ? first
            : MayChange(first) ? " " + first
            : string.Empty;
    }

    private static bool MayChange(string word) =>
        word.Length > 0 && (!char.IsLetter(word[0]) || word is "percent" || Units.Find(word) is not null || Units.Scale(word) is not null || Currencies.Named(word) is not null
            || (word.Length is > 1 and < 5 && word.AsSpan().IndexOfAnyExceptInRange('A', 'Z') < 0));
}
