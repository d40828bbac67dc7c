using System.Buffers;
using System.Collections.Frozen;

namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>Words that deny, except or put under a condition, in several languages. A sentence with one says something else without its end.</summary>
internal static class Negations
{
    private const int Longest = 12;

    private static readonly SearchValues<char> Dense = SearchValues.Create("不没沒無无未非勿别別但");

    // Folded as terms are.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without", "unless", "except", "excluding", "cannot", "hardly", "barely", "only", "but", "if", "however", "although",
            "nicht", "kein", "keine", "keinen", "keiner", "keinem", "keines", "nie", "niemals", "ohne", "ausser", "nur", "aber", "wenn", "falls", "sofern",
            "ne", "pas", "jamais", "sans", "sauf", "aucun", "aucune", "mais", "si", "seulement", "non", "mai", "senza", "ma", "solo", "ningun", "ninguna", "nunca", "sin", "excepto", "salvo", "pero", "sino",
            "nao", "nenhum", "nenhuma", "sem", "exceto", "mas", "nu", "fara", "niciodata", "dar", "daca", "doar", "niet", "geen", "nooit", "zonder", "inte", "ikke", "aldrig", "aldri", "utan", "uden", "uten",
            "не", "нет", "ни", "без", "кроме", "никогда", "нельзя", "но", "если", "только", "bez", "ale", "degil", "yok", "hic", "ama", "ancak", "yalniz", "haric",
            "δεν", "μη", "μην", "χωρισ", "ποτε", "αλλα", "εκτοσ", "لا", "لم", "لن", "ليس", "غير", "بدون", "الا", "नहीं", "नही", "बिना", "मत", "khong", "chua", "chang", "tidak", "bukan",
        ]).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Tells whether a text has such a word.</summary>
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        if (text.ContainsAny(Dense))
        {
            return true;
        }

        Span<char> word = stackalloc char[Longest];
        int length = 0;
        for (int at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && Letters.KindOf(text[at]) == LetterKind.Word)
            {
                _ = length < Longest ? word[length] = Letters.Fold(text[at]) : '\0';
                length++;
            }
            else if (at == text.Length || Letters.KindOf(text[at]) != LetterKind.Ignored)
            {
                if (length is > 0 and <= Longest && (Words.Contains(word[..length]) || (word[length - 1] == 'n' && IsContraction(text[at..]))))
                {
                    return true;
                }

                length = 0;
            }
        }

        return false;
    }

    // The end of "isn't".
    private static bool IsContraction(ReadOnlySpan<char> rest) => rest is ['\'' or '’', 't' or 'T', ..];
}
