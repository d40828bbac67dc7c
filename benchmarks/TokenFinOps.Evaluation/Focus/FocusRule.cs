using System.Text.Json;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>One rule of the FOCUS requirement model.</summary>
/// <param name="Id">Its id, e.g. <c>ListCost-C-003-M</c>.</param>
/// <param name="Keyword">How strict it is: <c>MUST</c>, <c>SHOULD NOT</c>, <c>MAY</c> …</param>
/// <param name="Text">The rule in words.</param>
/// <param name="IsStatic">Whether the model says how to check it.</param>
/// <param name="Criteria">What a provider must support for the rule to apply: all of them.</param>
/// <param name="Requirement">What must hold.</param>
/// <param name="Condition">When it must hold; empty is always.</param>
internal sealed record FocusRule(
    string Id, string Keyword, string Text, bool IsStatic, IReadOnlyList<string> Criteria, JsonElement Requirement, JsonElement Condition)
{
    private const string RuleCheck = "CheckModelRule";

    /// <summary>Gets the rules that the requirement is made of; empty for a rule that checks something itself.</summary>
    public IReadOnlyList<string> Parts => Function is "AND" or "OR"
        ? [.. Items.Where(static item => FunctionOf(item) == RuleCheck).Select(static item => item.GetProperty("ModelRuleId").GetString()!)]
        : Function == RuleCheck ? [Requirement.GetProperty("ModelRuleId").GetString()!]
        : [];

    /// <summary>Gets a value indicating whether one part that holds is enough.</summary>
    public bool IsAnyOf => Function == "OR";

    private string? Function => FunctionOf(Requirement);

    private IEnumerable<JsonElement> Items => Requirement.GetProperty(nameof(Items)).EnumerateArray();

    /// <summary>Reads a rule, as it is amended.</summary>
    public static FocusRule Read(string id, JsonElement rule)
    {
        JsonElement validation = rule.GetProperty("ValidationCriteria");
        RuleAmendments.Known.TryGetValue(id, out RuleAmendment? amendment);
        return new FocusRule(
            id,
            validation.GetProperty(nameof(Keyword)).GetString()!,
            validation.GetProperty("MustSatisfy").GetString()!,
            rule.GetProperty("Type").GetString() == "Static",
            [.. rule.GetProperty("ApplicabilityCriteria").EnumerateArray().Select(static each => each.GetString()!)],
            amendment?.Requirement ?? validation.GetProperty(nameof(Requirement)).Clone(),
            amendment?.Condition ?? validation.GetProperty(nameof(Condition)).Clone());
    }

    public static string? FunctionOf(JsonElement check) =>
        check.ValueKind == JsonValueKind.Object && check.TryGetProperty("CheckFunction", out JsonElement name) ? name.GetString() : null;
}
