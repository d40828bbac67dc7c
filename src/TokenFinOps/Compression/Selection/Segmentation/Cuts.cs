using System.Buffers;
using System.Globalization;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>
/// Finds where a sentence may be cut off: between words, and in scripts without spaces behind a mark that divides clauses. Not within quotation marks, brackets or
/// code, not beside a number, and nowhere in a sentence that denies or excepts something.
/// </summary>
internal static class Cuts
{
    private const int LeastLetters = 8;
    private const int LongestUnit = 2_000;
    private const int WordReach = 16;

    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create(",;:，、；：،؛—");

    /// <summary>Adds the lengths to which a unit may be cut, in order; none if it must be kept or dropped whole.</summary>
    public static void Find(ReadOnlySpan<char> unit, RentedList<int> cuts)
    {
        if (unit.Length > LongestUnit || unit.Contains("```", StringComparison.Ordinal) || Negations.AreIn(unit))
        {
            return;
        }

        int depth = 0;
        int letters = 0;
        char quote = '\0';
        for (int at = 0; at < unit.Length; at++)
        {
            if (depth == 0 && quote == '\0' && letters >= LeastLetters && IsCut(unit, at))
            {
                cuts.Add(at);
            }

            letters += !char.IsLetterOrDigit(unit[at]) ? 0 : Letters.IsDense(unit[at]) ? 2 : 1;
            depth = Math.Max(0, depth + Bracket(unit[at]));
            quote = quote == '\0' ? ClosingQuote(unit[at]) : unit[at] == quote ? '\0' : quote;
        }
    }

    private static bool IsCut(ReadOnlySpan<char> unit, int at)
    {
        char last = unit[at - 1];
        bool isClause = ClauseEnds.Contains(last);
        bool isSpace = char.IsWhiteSpace(unit[at]) && !char.IsWhiteSpace(last);
        return (isSpace || (isClause && !char.IsAscii(last))) && (isClause || !HasNumber(LastWord(unit[..at]))) && !HasNumber(FirstWord(unit[at..].TrimStart()));
    }

    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> text)
    {
        int start = text.Length;
        while (start > 0 && text.Length - start < WordReach && !char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        return text[start..];
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        int end = 0;
        while (end < Math.Min(text.Length, WordReach) && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return text[..end];
    }

    private static bool HasNumber(ReadOnlySpan<char> word)
    {
        foreach (char character in word)
        {
            if (char.IsNumber(character) || char.GetUnicodeCategory(character) is UnicodeCategory.CurrencySymbol or UnicodeCategory.MathSymbol || character is '%' or '‰' or '°')
            {
                return true;
            }
        }

        return false;
    }

    private static int Bracket(char character) => character switch
    {
        '(' or '[' or '{' or '（' or '【' or '《' or '〈' => 1,
        ')' or ']' or '}' or '）' or '】' or '》' or '〉' => -1,
        _ => 0,
    };

    private static char ClosingQuote(char character) => character switch
    {
        '"' or '`' => character,
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '»' => '«',
        '「' => '」',
        '『' => '』',
        _ => '\0',
    };
}
