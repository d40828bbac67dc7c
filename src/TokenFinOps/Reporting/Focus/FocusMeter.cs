using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>How FOCUS calls what a <see cref="UsageKind"/> counts: meter, unit, direction, cache action, modality.</summary>
/// <remarks>Worked out from the kinds' names, which are built of the same few words, so that a new kind has a meter at once.</remarks>
internal sealed partial class FocusMeter
{
    private static readonly ImmutableArray<FocusMeter> ByKind = [.. UsageKinds.All.Select(static kind => new FocusMeter(kind))];

    private FocusMeter(UsageKind kind)
    {
        Kind = kind;
        string[] words = [.. Words().Matches(kind.ToString()).Select(static match => match.Value)];
        Unit = words[^1];
        if (!kind.IsTokens())
        {
            Name = string.Join(' ', words);
            return;
        }

        Direction = kind.Direction().ToString();
        Modality = Find(words, "Text", "Audio", "Image", "Video");
        CacheAction = Find(words, "Read", "Write");
        CacheLifetime = Find(words, "5m", "1h");
        TokenType = Find(words, "Tool", "Reasoning", "Citation");
        string?[] parts = [Modality, CacheAction is null ? null : $"Cache {CacheAction}", TokenType, Direction, "Tokens", LongName(CacheLifetime)];
        Name = string.Join(' ', parts.OfType<string>());
    }

    /// <summary>Gets what is metered.</summary>
    public UsageKind Kind { get; }

    /// <summary>Gets the name of the meter, e.g. <c>Cache Read Input Tokens</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the unit, in the plural, e.g. <c>Tokens</c>.</summary>
    public string Unit { get; }

    /// <summary>Gets <c>Input</c> or <c>Output</c>, for tokens.</summary>
    public string? Direction { get; }

    /// <summary>Gets <c>Read</c> or <c>Write</c>, for tokens that the prompt cache answers or keeps.</summary>
    public string? CacheAction { get; }

    /// <summary>Gets how long written tokens are kept, where that has its own price.</summary>
    public string? CacheLifetime { get; }

    /// <summary>Gets the modality, where that has its own price.</summary>
    public string? Modality { get; }

    /// <summary>Gets what sort of tokens they are, where that has its own price: <c>Tool</c>, <c>Reasoning</c>, <c>Citation</c>.</summary>
    public string? TokenType { get; }

    /// <summary>Gets the meter of a kind.</summary>
    public static FocusMeter Of(UsageKind kind) => ByKind[(int)kind];

    /// <summary>Names the unit that a price is for, e.g. <c>1000000 Tokens</c>.</summary>
    public string PricingUnit(int per) => (Unit, per) switch
    {
        (_, 1) => Unit,
        ("Seconds", 60) => "Minutes",
        ("Seconds", 3_600) => "Hours",
        _ => FormattableString.Invariant($"{per} {Unit}"),
    };

    private static string? LongName(string? lifetime) => lifetime switch
    {
        "5m" => "(5 Minutes)",
        "1h" => "(1 Hour)",
        _ => null,
    };

    private static string? Find(string[] words, params ReadOnlySpan<string> wanted)
    {
        foreach (string word in wanted)
        {
            if (words.Contains(word))
            {
                return word;
            }
        }

        return null;
    }

    [GeneratedRegex("[0-9]+[a-z]+|[A-Z][a-z]*")]
    private static partial Regex Words();
}
