using System.Text.RegularExpressions;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Finds what follows words like <c>the answer is</c>, <c>Answer:</c> and <c>the correct option is</c>.</summary>
internal static partial class MarkedWords
{
    private const int MostMarks = 100;

    // How far back a mark is read for what makes it another's, or a mere supposition.
    private const int LongestLead = 24;

    // How far apart two marks may stand with the first one taken back between them.
    private const int LongestTurn = 400;

    /// <returns>What is marked, empty when that cannot be told, or <see langword="null"/> when nothing is marked.</returns>
    public static string? Find(string text)
    {
        var marks = new List<Mark>();
        int end = 0;
        int seen = 0;
        foreach (ValueMatch match in Words().EnumerateMatches(text))
        {
            if (++seen > MostMarks)
            {
                return string.Empty;
            }

            // "Final answer: the answer is 5" marks one value twice.
            if (marks.Count > 0 && match.Index <= end + 2)
            {
                marks.RemoveAt(marks.Count - 1);
            }

            end = match.Index + match.Length;
            if (!IsSupposed(text, match.Index) && ValueOf(text, end) is { } value)
            {
                marks.Add(new Mark(match.Index, value, text.AsSpan(match.Index, match.Length).Contains("final", StringComparison.OrdinalIgnoreCase)));
            }
        }

        return marks.Count == 0 ? null : Decide(text, marks);
    }

    // Where marks differ, the last one counts only when it is called final, or when the one before it was taken back.
    private static string Decide(string text, List<Mark> marks)
    {
        Mark last = marks[^1];
        List<Mark> others = marks.FindAll(mark => Plain(mark.Value) != Plain(last.Value));
        if (others.Count == 0)
        {
            return last.Value;
        }

        Mark other = others[^1];
        bool isFinal = last.IsFinal && !others.Exists(static mark => mark.IsFinal);
        bool isTurn = last.Index - other.Index <= LongestTurn && Turn().IsMatch(text.AsSpan(other.Index, last.Index - other.Index));
        return isFinal || isTurn ? last.Value : string.Empty;
    }

    private static string Plain(string value) => value.Trim(" .*_()$\\".ToCharArray());

    private static bool IsSupposed(string text, int at) => Supposed().IsMatch(text.AsSpan(Math.Max(0, at - LongestLead), at - Math.Max(0, at - LongestLead)));

    // Null when the words mark nothing: "so the answer is correct".
    private static string? ValueOf(string text, int at)
    {
        if (TextLines.At(text, at) is not { } line)
        {
            return BelowMark(text, at);
        }

        if (Passing().IsMatch(line))
        {
            return null;
        }

        if (Denied().IsMatch(line))
        {
            return string.Empty;
        }

        bool goesOn = TextLines.At(text, TextLines.Next(text, at)) is { } next && TextLines.IsItem(next);
        return goesOn ? string.Empty : AnswerSentence.Of(line);
    }

    // Of several lines below a mark none may be left out.
    private static string BelowMark(string text, int at) => TextLines.Block(text, at, 4) switch
    {
        [var only] => AnswerSentence.Of(only),
        ["\\[" or "$$" or "```", var inner, "\\]" or "$$" or "```"] => inner,
        _ => string.Empty,
    };

    // "the answer is", "answer:", "**Final answer:**", "the correct option is"; not "the answer" in passing.
    [GeneratedRegex(
        @"\b(the|my|our)\s+((final|correct|right|best|only|most\s+likely)\s+)*(answer|option|choice)\s*(is|are|would\s+be|must\s+be|should\s+be|=|:)[: \t*]*|\b((final|correct|best)\s+)?(answer|option|choice)\s*[*_]*\s*[:=][*_]*[ \t]*|\b((final|correct)\s+(answer|option|choice)|answer)\s+is\b[: \t*]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    // Words before a mark that make it another's, a wrong one, or a mere supposition.
    [GeneratedRegex(
        @"(\b(wrong|incorrect|false|if|unless|suppose|supposing|assume|assuming|assumes|assumed|whether|why|how|when|until|not|no|n't|another|other|others|one|each|every|any|some|which|what|whose|whatever|either|possible|previous|earlier|old|initial|original|first|second|third|your|his|her|their|its|user|student|given|expected|multiple)|'s|s'|’s|n't|n’t)\s+(that\s+)?[*_""']*\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Supposed();

    // Words after a mark that say something about the answer instead of giving it.
    [GeneratedRegex(
        @"^[*_\s]*(correct|right|wrong|incorrect|valid|yours|up\s+to|simple|simply|clear|clearly|obvious|obviously|easy|straightforward|as\s+follows|as\s+shown|as\s+above|as\s+below|given|below|above|found|obtained|derived|based|shown|calculated|computed|determined|described|explained|verified|confirmed|consistent|reasonable|still|therefore|thus|hence|the\s+following|the\s+same|one\s+of|that|because|whether|in\s+the|to\s+be)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Passing();

    [GeneratedRegex(@"^[*_\s]*(not|n't|neither|either|unknown|unclear|unavailable|uncertain|missing|ambiguous|undefined|undetermined|probably|possibly|maybe|perhaps)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Denied();

    [GeneratedRegex(@"\b(wait|wrong|mistake|incorrect|correction|actually|instead|oops|re-?check|sorry)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Turn();

    private readonly record struct Mark(int Index, string Value, bool IsFinal);
}
