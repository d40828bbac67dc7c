using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Takes the answer out of the line that follows a mark: to the end of its sentence, or to the reason that is given for it.</summary>
internal static partial class AnswerSentence
{
    // Full stops behind these end no sentence.
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.ToFrozenSet(
        [
            "st", "dr", "mt", "mr", "mrs", "ms", "no", "nos", "vs", "jr", "sr", "prof", "gen", "col", "capt", "lt", "sgt", "rev", "hon", "gov", "sen", "rep", "pres", "ft", "fig", "eq", "vol", "ch", "art", "approx",
            "ca", "cf", "e.g", "i.e", "inc", "ltd", "co", "corp", "dept", "est", "op", "pp", "sec", "al", "a.m", "p.m", "u.s", "u.k", "ave", "blvd", "rd", "nr", "bzw", "z.b", "hl",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <returns>The answer; empty when a second one follows it in the line.</returns>
    public static string Of(string line)
    {
        int end = EndOf(line);
        string answer = WithoutReason(line[..end]).Trim(' ', '*', ',');
        return GoesOn(line[end..]) ? string.Empty : answer;
    }

    private static int EndOf(string line)
    {
        for (int i = 1; i < line.Length - 1; i++)
        {
            if (line[i] is ';' or '!' or '?' && line[i + 1] == ' ')
            {
                return i;
            }

            int next = line[i] == '.' ? NextWord(line, i + 1) : -1;
            if (next > 0 && EndsSentence(line, i, next))
            {
                return i;
            }
        }

        return line.Length;
    }

    // Behind the space, or the end of bold and the space, that follow a full stop.
    private static int NextWord(string line, int at)
    {
        int next = at;
        while (next < line.Length && line[next] is '*' or '"' or '$' or '_')
        {
            next++;
        }

        return next < line.Length && line[next] == ' ' ? next + 1 : -1;
    }

    private static bool EndsSentence(string line, int stop, int next)
    {
        int start = stop;
        while (start > 0 && !char.IsWhiteSpace(line[start - 1]))
        {
            start--;
        }

        ReadOnlySpan<char> word = line.AsSpan(start, stop - start).Trim("*_\"'($`");
        ReadOnlySpan<char> rest = line.AsSpan(next);
        if (word is [.., var letter] && char.IsAsciiLetter(letter) && (word.Length == 1 || word[^2] == '.'))
        {
            // "C. Paris" is an option and "J. R. Tolkien" a name; "C. This is because" goes on with a sentence.
            return Explains().IsMatch(rest);
        }

        // "5. The sum is right" ends behind the number; "1. Paris" is an item of a list.
        if (start == 0 && !word.IsEmpty && word.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return Explains().IsMatch(rest);
        }

        bool isNumber = !rest.IsEmpty && char.IsAsciiDigit(rest[0]);
        bool isAbbreviated = Abbreviations.Contains(word.ToString()) && (isNumber || !word.Equals("no", StringComparison.OrdinalIgnoreCase));
        return !isAbbreviated;
    }

    // "C, since it lies on the Seine" and "42 because 40 + 2 is 42" give the reason with the answer.
    private static string WithoutReason(string sentence)
    {
        int at = -1;
        foreach (ValueMatch match in Reason().EnumerateMatches(sentence))
        {
            at = match.Index;
            break;
        }

        return at > 0 ? sentence[..at] : sentence;
    }

    // "The answer is 5. The second value is 7." has two.
    private static bool GoesOn(string rest) => rest.Length > 0 && SecondValue().IsMatch(rest) && rest.AsSpan().ContainsAnyInRange('0', '9');

    [GeneratedRegex(
        @"^(this|that|it|its|the|these|because|since|therefore|thus|hence|so|here|i|we|you|let|as|explanation|reason|note|hope|however|if|in|they|there|for|to|check|verify|verification|checking)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Explains();

    [GeneratedRegex(@",?\s+(because|since)\s|,\s+as\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reason();

    [GeneratedRegex(@"^[.;!?*\s]*(the|and|also|another|a)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SecondValue();
}
