using System.Text;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>Compares answers as SQuAD does: without case, punctuation, articles and double spaces, as whole words where words are written apart.</summary>
internal static class AnswerText
{
    public static bool HasAny(string text, IReadOnlyList<string> answers)
    {
        string normal = Normalise(text);
        return answers.Any(answer => Has(normal, Normalise(answer)));
    }

    public static string Normalise(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (!char.IsPunctuation(character) && !"$+<=>^`|~".Contains(character))
            {
                plain.Append(char.ToLowerInvariant(character));
            }
        }

        IEnumerable<string> words = plain.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(static word => word is not ("a" or "an" or "the"));
        return $" {string.Join(' ', words)} ";
    }

    private static bool Has(string text, string answer) =>
        answer.Trim().Length > 0 && text.Contains(answer.AsSpan().ContainsAnyInRange('\u0E00', '\u0E7F') || answer.AsSpan().ContainsAnyInRange('\u3040', '\u9FFF') ? answer.Trim() : answer, StringComparison.Ordinal);
}
