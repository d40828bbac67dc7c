using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace QuickStart.Server.Answers;

/// <summary>Takes text apart: words, sentences, numbers and identifiers.</summary>
internal static partial class Words
{
    private static readonly FrozenSet<string> Common = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "the", "and", "for", "with", "that", "this", "from", "have", "has", "was", "were", "are", "you", "your", "our", "what", "which", "when", "where", "how",
        "can", "could", "should", "would", "will", "please", "about", "into", "not", "but", "they", "them", "their", "there", "does", "did", "its", "who", "why",
        "answer", "write", "tell", "give", "only", "use", "one", "two", "all", "any", "may", "must", "than", "then", "been", "being", "also");

    /// <summary>Lists the words that carry meaning, in lower case and without a plural's s.</summary>
    public static IEnumerable<string> Content(string text) =>
        Word().Matches(text).Select(static match => match.Value).Where(static word => word.Length > 2 && !Common.Contains(word)).Select(Stem);

    public static IReadOnlyList<string> Sentences(string text) =>
        [.. Sentence().Split(text).Select(static sentence => sentence.Trim()).Where(static sentence => sentence.Length > 20)];

    /// <summary>Finds something that looks like an order or invoice number.</summary>
    public static string? Identifier(string text) => IdentifierPattern().Match(text) is { Success: true } match ? match.Value : null;

    public static string? Number(string text) => NumberPattern().Match(text) is { Success: true } match ? match.Value : null;

    /// <summary>Finds a proper name: capitalised words that do not begin a sentence.</summary>
    public static string? Name(string text) => NamePattern().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Stem(string word)
    {
        string lower = word.ToLowerInvariant();
        return lower.Length > 4 && lower.EndsWith('s') && !lower.EndsWith("ss", StringComparison.Ordinal) ? lower[..^1] : lower;
    }

    [GeneratedRegex(@"[\p{L}][\p{L}\p{N}'-]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=[.!?])\s+|\n+")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\b[A-Z]{1,4}-?\d{3,}\b|#\d{3,}\b")]
    private static partial Regex IdentifierPattern();

    [GeneratedRegex(@"(?<![\w.])\d+(\.\d+)?(?![\w])")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"(?<=[\p{Ll},] )(\p{Lu}\p{Ll}+( \p{Lu}\p{Ll}+)*)")]
    private static partial Regex NamePattern();
}
