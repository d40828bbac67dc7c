using System.Buffers;
using System.Text;

namespace TokenFinOps.Routing.Agreement.Wording;

/// <summary>Makes one of short texts that differ in case, articles and punctuation; formulas keep everything but spaces.</summary>
internal static class ShortText
{
    private const string Dropped = ".,;:!?\"'`()*_";

    private static readonly SearchValues<char> Mathematical = SearchValues.Create("0123456789=+^*/<>\\|~#%$€£°√π∞×≤≥≠[]{}");

    public static string? Canonical(string text) => text.AsSpan().IndexOfAny(Mathematical) >= 0 ? Formula(text) : Words(text);

    private static string? Words(string text)
    {
        var words = new StringBuilder();
        foreach (string part in TextFolding.Fold(text).Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            string word = string.Concat(part.Where(static c => !Dropped.Contains(c, StringComparison.Ordinal)));
            if (word is not ("" or "a" or "an" or "the"))
            {
                words.Append(words.Length > 0 ? " " : string.Empty).Append(word);
            }
        }

        return words.Length == 0 ? null : words.ToString();
    }

    // 1 2 is not 12 and x is not X, but 2 x + 1 is 2x+1.
    private static string? Formula(string text)
    {
        var formula = new StringBuilder(text.Length);
        foreach (string part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            bool isApart = formula.Length > 0 && char.IsLetterOrDigit(formula[^1]) && char.IsLetterOrDigit(part[0]);
            formula.Append(isApart ? " " : string.Empty).Append(part);
        }

        return formula.ToString().TrimEnd('.', ',', ';') is { Length: > 0 } rest ? rest : null;
    }
}
