using System.Text.Json;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>A rule with all that the rules above it add.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Conditions">When it applies: when all of these hold.</param>
/// <param name="Criteria">What the provider must support for it to apply: all of these.</param>
/// <param name="Alternatives">Rules of which one that applies must hold; empty where the rule has a requirement of its own.</param>
internal sealed record ReachedRule(FocusRule Rule, IReadOnlyList<JsonElement> Conditions, IReadOnlyList<string> Criteria, IReadOnlyList<FocusRule> Alternatives);
