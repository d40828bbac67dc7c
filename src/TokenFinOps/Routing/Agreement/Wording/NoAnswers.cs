using System.Collections.Frozen;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Knows the texts that stand where an answer should and are none: two models that both say so agree on nothing.</summary>
/// <remarks>Words that are answers to some questions are none of these: "None", "No", "Nothing", "0".</remarks>
internal static class NoAnswers
{
    private const int Longest = 40;

    private static readonly char[] Punctuation = " .!?…*_`-:。！？".ToCharArray();

    private static readonly FrozenSet<string> Texts = FrozenSet.ToFrozenSet(
        [
            string.Empty, "\"\"", "{}", "n/a", "n.a", "na", "null", "undefined", "nan", "unclear", "unknown", "undetermined", "unspecified", "unavailable", "unsure", "unanswerable", "inconclusive", "indeterminate",
            "not sure", "not known", "not certain", "not clear", "not given", "not specified", "not stated", "not mentioned", "not available", "not applicable", "not provided", "not possible",
            "not found", "not determined", "not enough information", "no idea", "no information", "no data", "no answer", "it depends", "that depends", "depends", "error", "let me think", "let me see",
            "sure", "of course", "certainly", "ok", "okay", "here it is", "here you go", "thinking", "tbd", "todo", "answer", "the answer", "your answer", "answer here",
            "unbekannt", "unklar", "keine ahnung", "keine angabe", "keine angaben", "inconnu", "aucune idée", "desconocido", "ni idea", "desconhecido", "sconosciuto", "不知道", "不清楚", "不明", "わからない", "わかりません",
        ],
        StringComparer.Ordinal);

    /// <summary>Finds out whether a text, apart from the punctuation around it, says that there is no answer.</summary>
    public static bool Is(string text) => text.Length <= Longest && Texts.Contains(TextFolding.Fold(text).Trim(Punctuation));
}
