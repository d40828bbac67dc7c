namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Knows the words with which models decline, or say that they do not know.</summary>
internal static class Refusals
{
    private static readonly string[] Beginnings =
    [
        "i'm sorry", "i am sorry", "sorry,", "sorry but", "i apologize", "i apologise", "my apologies", "apologies,", "unfortunately, i", "i regret", "regrettably",
        "i can't", "i cannot", "i can not", "i won't", "i will not", "i'm unable", "i am unable", "i'm not able", "i am not able", "i'm afraid", "i must decline", "i decline", "i refuse",
        "i don't know", "i do not know", "i'm not sure", "i am not sure", "i'm unsure", "i am unsure", "i don't have", "i do not have", "i have no", "we cannot", "we can't", "we don't know", "we do not know",
        "as an ai", "as a language model", "as a large language model", "it is not possible to", "it's not possible to", "not enough information", "insufficient information", "insufficient data",
        "there is not enough information", "there isn't enough information", "there is no information", "unable to", "cannot say", "can't say", "cannot answer", "can't answer", "cannot tell", "can't tell",
        "cannot determine", "can't determine", "cannot be determined", "can't be determined", "cannot be answered", "can't be answered", "could not be determined", "no answer", "unknown",
        "es tut mir leid", "tut mir leid", "ich weiß nicht", "ich weiß es nicht", "ich weiss nicht", "ich weiss es nicht", "ich kann nicht", "ich kann das nicht", "ich kann diese", "ich kann dir", "ich kann ihnen", "leider kann ich",
        "je ne sais pas", "je ne peux pas", "je suis désolé", "désolé", "je regrette", "lo siento", "no sé", "no lo sé", "no puedo", "mi dispiace", "non lo so", "non posso",
        "desculpe", "sinto muito", "não sei", "não posso", "het spijt me", "ik weet het niet", "ik kan niet", "抱歉", "对不起", "很抱歉", "我不知道", "我无法", "申し訳", "すみません", "わかりません", "죄송", "извините", "к сожалению", "я не знаю",
    ];

    /// <summary>Finds out whether a text begins with such words.</summary>
    public static bool Begins(string text)
    {
        string start = TextFolding.Unify(text.Length > 60 ? text[..60] : text).TrimStart(' ', '*', '"', '\'', '#', '\n', '\r', '\t');
        return Array.Exists(Beginnings, beginning => start.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
    }
}
