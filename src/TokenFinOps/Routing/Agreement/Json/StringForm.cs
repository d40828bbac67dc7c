using TokenFinOps.Routing.Agreement.Wording;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Writes strings of JSON: letter by letter, or as far as their case means nothing.</summary>
internal static class StringForm
{
    public static string Of(string text, AnswerStrings strings) => strings switch
    {
        AnswerStrings.Folded => TextFolding.Fold(text),
        AnswerStrings.Auto when AreWords(text) => text.ToLowerInvariant(),
        _ => text,
    };

    // "Ada Lovelace" and "SPAM" are words; "dQw4", "aB", "a  b" and "x.y" may be ids, code or patterns.
    private static bool AreWords(string text)
    {
        char last = ' ';
        bool hasSmall = false;
        foreach (char c in text)
        {
            bool isWordSpace = c == ' ' && last != ' ';
            if (!isWordSpace && !char.IsLetter(c))
            {
                return false;
            }

            if (char.IsUpper(c) && last != ' ' && hasSmall)
            {
                return false;
            }

            hasSmall = c != ' ' && (hasSmall || char.IsLower(c));
            last = c;
        }

        return last != ' ';
    }
}
