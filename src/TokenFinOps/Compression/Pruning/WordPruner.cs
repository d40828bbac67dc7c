using System.Text.RegularExpressions;

namespace TokenFinOps.Compression.Pruning;

/// <summary>Takes articles and phrases that say nothing out of English prose. Nothing is added or put in another order.</summary>
/// <remarks>
/// Quotations and code stay as they are, and so does every article that a meaning hangs on: <c>a few</c> is not <c>few</c>, <c>twice a day</c> is a rate, <c>Vitamin A</c> and
/// <c>The Hague</c> are names. What negates, counts or qualifies is never taken out.
/// </remarks>
internal static partial class WordPruner
{
    private const int FewestWords = 30;
    private const int FewestCommonPercent = 15;

    /// <summary>Gives the shorter text, or the text itself when it is not English prose or has nothing to take out.</summary>
    public static string Prune(string text) =>
        IsEnglishProse(text) ? Words().Replace(text, static match => match.Groups["keep"].Success ? match.Value : string.Empty) : text;

    // Half the words of English prose are some hundred common ones, and a fifth or more are these; other languages, lists, logs and programs have hardly any.
    private static bool IsEnglishProse(string text)
    {
        int words = 0;
        int common = 0;
        foreach (ValueMatch match in Word().EnumerateMatches(text))
        {
            words++;
            common += text.AsSpan(match.Index, match.Length) is "the" or "of" or "and" or "to" or "in" or "is" or "a" or "that" or "for" or "was" or "on" or "with" or "are" or "it" ? 1 : 0;
        }

        return words >= FewestWords && common * 100 >= words * FewestCommonPercent;
    }

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}'’]*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(
        """
        (?<keep> ```.*?(?:```|\z) | `[^`\n]*` | "[^"\n]{1,400}" | “[^”\n]{1,400}” )
        | (?<![\p{L}\p{M}\p{N}'’._/@\-]) the [ ] (?=[\p{L}\p{N}])
        | (?<![\p{L}\p{M}\p{N}'’._/@\-]) an? [ ] (?=\p{L})
          (?! (?:few|little|lot|bit|number|couple|dozen|score|hundred|thousand|million|billion|trillion|half|quarter|third|great[ ]deal|good[ ]many|priori|posteriori|fortiori|la|cappella
                |second|minute|hour|day|night|week|month|quarter|year|decade|head|person|piece|share|unit|word|token|call|request|gram|kilo|kilogram|kg|pound|ounce|ton|tonne|gallon|litre|liter|barrel|mile|kilomet(?:er|re)|km|acre|gigabyte|GB|MB)\b )
        | (?<=(?:\A|\n|[.!?]["”)]?\s) [ ]*) (?:The|An?) [ ] (?=\p{Ll}) (?! (?:few|little|lot|bit|number|couple|dozen|score|hundred|thousand|million|billion|half|quarter|third|great[ ]deal|good[ ]many)\b )
        | (?<![\p{L}\p{M}\p{N}'’]) (?:[Ii]t[ ](?:is[ ](?:important|worth)[ ](?:to[ ]note|noting|to[ ]mention|mentioning)|should[ ]be[ ]noted)[ ]that[ ] | [Pp]lease[ ]note[ ]that[ ] | [Nn]eedless[ ]to[ ]say,?[ ] | [Bb]asically,?[ ] | [Ee]ssentially,?[ ])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
