using System.Text;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Makes one of short texts that differ in case, in an article before them and in the punctuation behind them; formulas keep everything but spaces.</summary>
internal static class ShortText
{
    // Abbreviations of so many capitals keep them: US is not us.
    private const int LongestAbbreviation = 4;

    public static string? Canonical(string text) => FormulaRule.Is(text) ? Formula(text) : Words(text);

    private static string? Words(string text)
    {
        string[] parts = TextFolding.Unify(text).Split([' ', '-', '\t', '\u00A0'], StringSplitOptions.RemoveEmptyEntries);
        bool isShouted = parts.Length > 1 && !text.Any(char.IsLower);
        var words = new StringBuilder();
        for (int i = 0; i < parts.Length; i++)
        {
            // Commas between words set them apart; those at the end, and the full stops of abbreviations, say nothing.
            string word = parts[i].Trim('*', '`').TrimEnd(i == parts.Length - 1 ? ['.', ',', ';', ':', '!'] : ['.']);
            bool isArticle = i == 0 && parts.Length > 1 && word.ToUpperInvariant() is "A" or "AN" or "THE";
            if (word.Length > 0 && !isArticle)
            {
                words.Append(words.Length > 0 ? " " : string.Empty).Append(!isShouted && IsAbbreviation(word) ? word : word.ToLowerInvariant());
            }
        }

        return words.Length == 0 ? null : words.ToString();
    }

    private static bool IsAbbreviation(string word) =>
        word.Length is > 1 and <= LongestAbbreviation && word.All(char.IsUpper) && word.Any(static c => c is not ('I' or 'V' or 'X')) && word is not ("YES" or "NO" or "TRUE" or "NONE" or "ALL" or "BOTH");

    // 1 2 is not 12, x is not X and 1,2 is not the list 1, 2; but 2 x + 1 is 2x+1 and (1, 2) is (1,2).
    private static string? Formula(string text)
    {
        bool isBracketed = text is ['(' or '[' or '{', ..];
        var formula = new StringBuilder(text.Length);
        foreach (string part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            bool isApart = formula.Length > 0 && char.IsLetterOrDigit(part[0]) && (char.IsLetterOrDigit(formula[^1]) || (formula[^1] == ',' && !isBracketed));
            formula.Append(isApart ? " " : string.Empty).Append(part);
        }

        return formula.ToString().TrimEnd('.', ',', ';') is { Length: > 0 } rest ? rest : null;
    }
}
