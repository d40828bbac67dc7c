namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Finds the answer that a text marks as its final one: after <c>####</c>, in a box, in a tag, or after words.</summary>
/// <remarks>Several marks with several values leave open which one is meant, or are parts of which none may be left out: neither can be compared.</remarks>
internal static class FinalAnswer
{
    private const string Hashes = "####";
    private const string Boxed = "\\boxed";
    private const string OpenTag = "<answer>";
    private const string CloseTag = "</answer>";

    // Nobody marks more; a text of nothing but marks must not cost a search each.
    private const int MostMarks = 100;

    /// <returns>What is marked, empty when that cannot be told, or <see langword="null"/> when nothing is marked.</returns>
    public static string? Find(string text) => Only(AfterHashes(text)) ?? Only(InBoxes(text)) ?? Only(InTags(text)) ?? MarkedWords.Find(text);

    private static string? Only(IEnumerable<string> marked)
    {
        string? only = null;
        int count = 0;
        foreach (string each in marked)
        {
            if (++count > MostMarks || (only is not null && only != each))
            {
                return string.Empty;
            }

            only = each;
        }

        return only;
    }

    // Lines like "#### 42" and "#### $5.50"; "#### 2. Conclusion" and "#### Step 2" are headings.
    private static IEnumerable<string> AfterHashes(string text)
    {
        int seen = 0;
        for (int at = text.IndexOf(Hashes, StringComparison.Ordinal); at >= 0 && ++seen <= MostMarks; at = text.IndexOf(Hashes, at + Hashes.Length, StringComparison.Ordinal))
        {
            int behind = at + Hashes.Length;
            bool startsLine = at == 0 || text[at - 1] is '\n' or ' ';
            if (startsLine && TextLines.At(text, behind) is { } line && line[0] is not '#' && IsValue(line))
            {
                yield return line;
            }
        }
    }

    private static bool IsValue(string line)
    {
        int digit = line.AsSpan().IndexOfAnyInRange('0', '9');
        if (digit < 0 || line.AsSpan(0, digit).ContainsAnyInRange('a', 'z'))
        {
            return false;
        }

        int end = digit;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
        {
            end++;
        }

        bool isNumbered = end + 1 < line.Length && line[end] is '.' or ')' or ':' && line[end + 1] == ' ';
        return !isNumbered;
    }

    private static IEnumerable<string> InBoxes(string text)
    {
        int seen = 0;
        for (int at = text.IndexOf(Boxed, StringComparison.Ordinal); at >= 0 && ++seen <= MostMarks; at = text.IndexOf(Boxed, at + Boxed.Length, StringComparison.Ordinal))
        {
            int open = at + Boxed.Length;
            int close = open < text.Length && text[open] == '{' ? Braces.Close(text, open) : -1;
            if (close > 0)
            {
                yield return text[(open + 1)..close].Trim();
            }
        }
    }

    private static IEnumerable<string> InTags(string text)
    {
        int close = 0;
        int seen = 0;
        for (int open = text.IndexOf(OpenTag, StringComparison.OrdinalIgnoreCase); open >= 0 && ++seen <= MostMarks; open = text.IndexOf(OpenTag, close, StringComparison.OrdinalIgnoreCase))
        {
            close = text.IndexOf(CloseTag, open, StringComparison.OrdinalIgnoreCase);
            if (close < 0)
            {
                yield break;
            }

            yield return text[(open + OpenTag.Length)..close].Trim();
        }
    }
}
