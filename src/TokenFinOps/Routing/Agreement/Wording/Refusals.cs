namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Knows the words with which models decline, or say that they do not know.</summary>
internal static class Refusals
{
    private static readonly string[] Beginnings =
    [
        "i'm sorry", "i am sorry", "sorry,", "sorry but", "i apologize", "i apologise", "my apologies", "apologies,", "unfortunately, i", "i regret",
        "i can't", "i cannot", "i can not", "i won't", "i will not be able", "i'm unable", "i am unable", "i'm not able", "i am not able", "i'm afraid",
        "i don't know", "i do not know", "i'm not sure", "i am not sure", "i don't have", "i do not have", "as an ai", "as a language model", "as a large language model",
        "it is not possible to", "it's not possible to", "not enough information", "insufficient information", "there is not enough information", "unable to determine",
        "cannot determine", "cannot be determined", "can't be determined", "no answer", "unknown",
    ];

    /// <summary>Finds out whether a text begins with such words.</summary>
    public static bool Begins(string text)
    {
        string start = TextFolding.Unify(text.Length > 60 ? text[..60] : text).TrimStart(' ', '*', '"', '\'', '#', '\n', '\r', '\t');
        return Array.Exists(Beginnings, beginning => start.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
    }
}
