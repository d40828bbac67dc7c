using System.Text.RegularExpressions;

namespace TokenFinOps.Compression.Lint;

/// <summary>Takes words that say nothing out of English instructions.</summary>
/// <remarks>
/// The phrases are those of plain-language guides (e.g. plainlanguage.gov, "Use simple words and phrases"), and politeness that models need not be shown. What emphasis or negation
/// depends on is not among them. The result is for counting and is sent to nobody.
/// </remarks>
internal static class FillerWords
{
    private static readonly (string Phrase, string Short)[] Phrases =
    [
        ("it is important to note that", ""), ("it should be noted that", ""), ("it is worth noting that", ""), ("please note that", ""), ("please keep in mind that", ""),
        ("please remember that", ""), ("please make sure that you", ""), ("please make sure to", ""), ("please make sure that", ""), ("please be sure to", ""), ("make sure that you", ""), ("make sure to", ""), ("be sure to", ""),
        ("it is very important that you", ""), ("it is extremely important that you", ""), ("it is important that you", ""), ("it is crucial that you", ""), ("it is essential that you", ""),
        ("i would like you to", ""), ("i want you to", ""), ("you are required to", ""), ("your task is to", ""), ("what you need to do is", ""), ("feel free to", ""),
        ("do not hesitate to", ""), ("don't hesitate to", ""), ("needless to say", ""), ("as you may know", ""), ("thank you very much in advance", ""), ("thank you in advance", ""),
        ("thank you very much", ""), ("thank you", ""), ("thanks in advance", ""), ("thanks", ""), ("please", ""), ("kindly", ""), ("basically", ""), ("essentially", ""),
        ("very", ""), ("really", ""), ("in order to", "to"), ("so as to", "to"), ("due to the fact that", "because"), ("in light of the fact that", "because"), ("despite the fact that", "although"),
        ("at this point in time", "now"), ("at the present time", "now"), ("in the event that", "if"), ("in the case that", "if"), ("for the purpose of", "for"), ("with regard to", "about"),
        ("with regards to", "about"), ("with respect to", "about"), ("in relation to", "about"), ("in regard to", "about"), ("a large number of", "many"), ("the majority of", "most"),
        ("is able to", "can"), ("are able to", "can"), ("has the ability to", "can"), ("have the ability to", "can"), ("has the capability to", "can"), ("have the capability to", "can"), ("prior to", "before"), ("subsequent to", "after"),
        ("in the process of", ""), ("on a regular basis", "regularly"), ("in a timely manner", "promptly"), ("take into consideration", "consider"), ("take into account", "consider"), ("a wide range of", "many"), ("a variety of", "many"), ("each and every", "every"),
    ];

    private static readonly Dictionary<string, string> Shorter = Phrases.ToDictionary(static pair => pair.Phrase, static pair => pair.Short, StringComparer.OrdinalIgnoreCase);

    // Longest first: of two phrases that begin alike the longer one is meant.
    private static readonly Regex Any = new(
        @"\b(?:" + string.Join('|', Phrases.Select(static pair => pair.Phrase).OrderByDescending(static phrase => phrase.Length).Select(Regex.Escape)) + @")\b,?[ ]?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>Gives the text without fillers, and the first of them, or the text itself when it has none.</summary>
    public static string Remove(string text, out string? first)
    {
        string? found = null;
        string shorter = Any.Replace(text, match =>
        {
            found ??= match.Value.Trim();
            string shorter = Shorter[match.Value.TrimEnd(' ').TrimEnd(',')];
            return shorter.Length == 0 ? string.Empty : shorter + " ";
        });
        first = found;
        return found is null ? text : shorter;
    }
}
