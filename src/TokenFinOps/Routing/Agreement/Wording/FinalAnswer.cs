using System.Text.RegularExpressions;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Finds the answer that a text marks as its final one.</summary>
internal static partial class FinalAnswer
{
    private const string Hashes = "####";
    private const string Boxed = "\\boxed";
    private const string OpenTag = "<answer>";
    private const string CloseTag = "</answer>";

    /// <returns>What is marked, empty when a mark has nothing after it, or <see langword="null"/> when nothing is marked.</returns>
    public static string? Find(string text) => AfterHashes(text) ?? InBox(text) ?? InTag(text) ?? AfterWords(text);

    private static string? AfterHashes(string text)
    {
        int at = text.LastIndexOf(Hashes, StringComparison.Ordinal);
        bool startsLine = at == 0 || (at > 0 && text[at - 1] is '\n' or ' ');
        return startsLine && LineAt(text, at + Hashes.Length) is { } line && line.AsSpan().IndexOfAnyExcept("# ") >= 0 && char.IsWhiteSpace(text[at + Hashes.Length])
            && line.AsSpan().IndexOfAnyInRange('0', '9') >= 0 ? line : null;
    }

    private static string? InBox(string text)
    {
        int at = text.LastIndexOf(Boxed, StringComparison.Ordinal);
        int open = at < 0 ? -1 : at + Boxed.Length;
        int close = open >= 0 && open < text.Length && text[open] == '{' ? Braces.Close(text, open) : -1;
        return close < 0 ? null : text[(open + 1)..close].Trim();
    }

    private static string? InTag(string text)
    {
        int open = text.LastIndexOf(OpenTag, StringComparison.OrdinalIgnoreCase);
        int close = open < 0 ? -1 : text.IndexOf(CloseTag, open, StringComparison.OrdinalIgnoreCase);
        return close < 0 ? null : text[(open + OpenTag.Length)..close].Trim();
    }

    private static string? AfterWords(string text)
    {
        ValueMatch last = default;
        foreach (ValueMatch match in Words().EnumerateMatches(text))
        {
            last = match;
        }

        return last.Length == 0 ? null : Sentence(LineAt(text, last.Index + last.Length) ?? NextLine(text, last.Index + last.Length));
    }

    // "the answer is", "answer:", "**Final answer:**", "the correct option is"; not "the answer" in passing.
    [GeneratedRegex(
        @"\b(the|my|our)\s+((final|correct|right|best|only|most\s+likely)\s+)*(answer|option|choice)\s*(is|are|would\s+be|must\s+be|should\s+be|=|:)[:\s*]*|\b((final|correct|best)\s+)?(answer|option|choice)\s*[*_]*\s*[:=][*_]*[ \t]*|\b(final|correct)\s+(answer|option|choice)\s+is[:\s]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    private static string? LineAt(string text, int at)
    {
        int end = text.IndexOf('\n', Math.Min(at, text.Length));
        string line = text[Math.Min(at, text.Length)..(end < 0 ? text.Length : end)].Trim();
        return line.Length == 0 ? null : line;
    }

    private static string NextLine(string text, int at) =>
        text[Math.Min(at, text.Length)..].TrimStart() is { Length: > 0 } rest ? LineAt(rest, 0)! : string.Empty;

    // To the end of the sentence: a full stop within a number or after a single letter ends none.
    private static string Sentence(string line)
    {
        for (int i = 1; i < line.Length - 1; i++)
        {
            if (line[i] is '.' or ';' or '!' or '?' && line[i + 1] == ' ' && !IsOption(line, i))
            {
                return line[..i].Trim(' ', '*');
            }
        }

        return line.Trim(' ', '*');
    }

    // "C. Paris": the letter and the text of an option, perhaps in bold.
    private static bool IsOption(string line, int stop) => line[..stop].Trim('*', ' ', '(', '"') is [_];
}
