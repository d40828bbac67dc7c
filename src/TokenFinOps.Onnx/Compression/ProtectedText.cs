using System.Text.RegularExpressions;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Finds what a shorter text must not lose, so that it does not say something else.</summary>
internal static partial class ProtectedText
{
    // Patterns have no nested repetition, so they take time in proportion to the text.
    private static readonly (LinguaProtection Kind, Regex Pattern)[] Patterns =
    [
        (LinguaProtection.Numbers, Numbers()),
        (LinguaProtection.Negations, Negations()),
        (LinguaProtection.Quantities, Bounds()),
        (LinguaProtection.Quantities, Units()),
        (LinguaProtection.Code, Code()),
        (LinguaProtection.Quotes, Quotes()),
        (LinguaProtection.Identifiers, Identifiers()),
    ];

    /// <summary>Finds the protected parts, by kind and not in order. They may overlap.</summary>
    public static IEnumerable<TextRange> In(string text, LinguaProtection kinds) => Patterns
        .Where(pattern => kinds.HasFlag(pattern.Kind))
        .SelectMany(pattern => pattern.Pattern.Matches(text).Select(static match => new TextRange(match.Index, match.Index + match.Length)));

    [GeneratedRegex(@"\p{N}+")]
    private static partial Regex Numbers();

    [GeneratedRegex(
        @"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|unless|except|excluding|cannot|hardly|barely|refuse[sd]?|forbidden|prohibited|\p{L}+n['’]t"
        + @"|nicht|kein\p{L}*|nie|niemals|ohne|außer|non|ne|pas|jamais|sans|sauf|aucune?|ningún|ninguna?|nunca|sin|excepto|salvo|senza|mai|não|nenhuma?|sem|exceto|exceptuando|nu|fără|niciodată"
        + @"|не|нет|ни|без|кроме|никогда|нельзя)\b|[不没沒無无未非勿别別]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Negations();

    [GeneratedRegex(
        @"\b(?:at (?:least|most)|(?:no |not )?(?:more|less|fewer|later|earlier|greater|higher|lower) than|up to|only|all|every|each|any|both|half|twice|double|minimum|maximum|min|max"
        + @"|mindestens|höchstens|nur|alle|au moins|au plus|seulement|al menos|como máximo|solo|tutti|almeno)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bounds();

    // A number and the word after it; a sign of money before it.
    [GeneratedRegex(@"(?:\p{Sc}\s?)?\p{N}[\p{N}.,:/\-–]*(?:\s?[%‰°]|\s?\p{Sc}|[ \u00A0\-]\p{L}+)?")]
    private static partial Regex Units();

    [GeneratedRegex(@"```[\s\S]*?(?:```|\z)|`[^`\r\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"""[^""\r\n]{1,1000}""|“[^”\r\n]{1,1000}”|„[^“”\r\n]{1,1000}[“”]|«[^»\r\n]{1,1000}»|「[^」\r\n]{1,1000}」|『[^』\r\n]{1,1000}』")]
    private static partial Regex Quotes();

    [GeneratedRegex(
        @"\b[a-z][a-z0-9+.\-]{1,20}://\S+|[\p{L}\p{N}._%+\-]{1,64}@[\p{L}\p{N}\-]+\.[\p{L}\p{N}.\-]+|(?<!\S)~?(?:/[\p{L}\p{N}._\-]+){2,}|\b[A-Za-z]:\\\S+"
        + @"|\b\p{L}+_[\p{L}\p{N}_]+|\b\p{Ll}+\p{Lu}[\p{L}\p{N}]*|\b\p{L}+(?:\.\p{L}+)+\(?|(?<!\S)--?\p{L}[\p{L}\-]*")]
    private static partial Regex Identifiers();
}
