using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TokenFinOps.Pricing.Catalogue.Resolution;

namespace TokenFinOps.Pricing.Catalogue;

/// <summary>Decides whether a name means a model or a provider; the match logic of genai-prices.</summary>
/// <remarks>
/// Texts are compared without regard to case. Patterns see the lower-cased name and run in time linear in its length, or, where they look around or back, for a tenth of a
/// second at most: a pattern from a file cannot hang a call.
/// Immutable and thread-safe.
/// </remarks>
public sealed class MatchRule
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(100);

    // Compiling for linear time is dear, and most patterns of a catalogue are never asked.
    private readonly Lazy<Regex>? _regex;

    private MatchRule(MatchRuleKind kind, string text, ImmutableArray<MatchRule> rules)
    {
        Kind = kind;
        Text = text;
        Rules = rules;
        _regex = kind == MatchRuleKind.Pattern ? new Lazy<Regex>(() => Compile(text)) : null;
    }

    /// <summary>Gets what the name is compared with.</summary>
    public MatchRuleKind Kind { get; }

    /// <summary>Gets the text or pattern; empty for a rule that is made of other rules.</summary>
    public string Text { get; }

    /// <summary>Gets the inner rules of <see cref="MatchRuleKind.AnyOf"/> and <see cref="MatchRuleKind.AllOf"/>; empty for others.</summary>
    public ImmutableArray<MatchRule> Rules { get; }

    /// <summary>Makes a rule for one exact name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The rule.</returns>
    public static MatchRule EqualTo(string name) => OfText(MatchRuleKind.EqualTo, name);

    /// <summary>Makes a rule for the names that begin with a text.</summary>
    /// <param name="prefix">The text.</param>
    /// <returns>The rule.</returns>
    public static MatchRule StartsWith(string prefix) => OfText(MatchRuleKind.StartsWith, prefix);

    /// <summary>Makes a rule for the names that end with a text.</summary>
    /// <param name="suffix">The text.</param>
    /// <returns>The rule.</returns>
    public static MatchRule EndsWith(string suffix) => OfText(MatchRuleKind.EndsWith, suffix);

    /// <summary>Makes a rule for the names that have a text in them.</summary>
    /// <param name="part">The text.</param>
    /// <returns>The rule.</returns>
    public static MatchRule Contains(string part) => OfText(MatchRuleKind.Contains, part);

    /// <summary>Makes a rule for the names in which a regular expression finds a match.</summary>
    /// <param name="pattern">The expression, for lower-cased names.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">The expression is malformed.</exception>
    public static MatchRule Pattern(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (ArgumentException fault)
        {
            throw new ArgumentException($"The pattern '{pattern}' is not a regular expression: {fault.Message}", nameof(pattern), fault);
        }

        return OfText(MatchRuleKind.Pattern, pattern);
    }

    /// <summary>Makes a rule that matches when one of others does.</summary>
    /// <param name="rules">The others, at least one.</param>
    /// <returns>The rule.</returns>
    public static MatchRule AnyOf(params ReadOnlySpan<MatchRule> rules) => OfRules(MatchRuleKind.AnyOf, rules);

    /// <summary>Makes a rule that matches when all others do.</summary>
    /// <param name="rules">The others, at least one.</param>
    /// <returns>The rule.</returns>
    public static MatchRule AllOf(params ReadOnlySpan<MatchRule> rules) => OfRules(MatchRuleKind.AllOf, rules);

    /// <summary>Finds out whether a name matches.</summary>
    /// <param name="name">The name.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool Matches(string name) => Find(name, guarded: false);

    /// <summary>Finds out whether a name means the rule's model and not a variant of it: <c>claude-opus-5-mini</c> begins with <c>claude-opus-5</c> and is another model.</summary>
    internal bool Covers(string name) => Find(name, guarded: true);

    private static MatchRule OfText(MatchRuleKind kind, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new MatchRule(kind, text, []);
    }

    private static MatchRule OfRules(MatchRuleKind kind, ReadOnlySpan<MatchRule> rules)
    {
        if (rules.IsEmpty)
        {
            throw new ArgumentException("A rule made of rules needs at least one.", nameof(rules));
        }

        return rules.Length == 1 ? rules[0] : new MatchRule(kind, string.Empty, [.. rules]);
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, LongestMatch);
        }
    }

    private bool FindPattern(string name)
    {
        try
        {
            return _regex!.Value.IsMatch(name.ToLowerInvariant());
        }
        catch (RegexMatchTimeoutException)
        {
            // A name that a pattern cannot decide is not the pattern's.
            return false;
        }
    }

    private bool Find(string name, bool guarded) => Kind switch
    {
        MatchRuleKind.EqualTo => name.Equals(Text, StringComparison.OrdinalIgnoreCase),
        MatchRuleKind.StartsWith => name.StartsWith(Text, StringComparison.OrdinalIgnoreCase) && !(guarded && VariantWords.Follow(Text, name.AsSpan(Text.Length))),
        MatchRuleKind.EndsWith => name.EndsWith(Text, StringComparison.OrdinalIgnoreCase),
        MatchRuleKind.Contains => FindInside(name, guarded),
        MatchRuleKind.Pattern => FindPattern(name),
        MatchRuleKind.AnyOf => Rules.Any(rule => rule.Find(name, guarded)),
        _ => Rules.All(rule => rule.Find(name, guarded)),
    };

    private bool FindInside(string name, bool guarded)
    {
        int at = name.IndexOf(Text, StringComparison.OrdinalIgnoreCase);
        return at >= 0 && !(guarded && VariantWords.Follow(Text, name.AsSpan(at + Text.Length)));
    }
}
