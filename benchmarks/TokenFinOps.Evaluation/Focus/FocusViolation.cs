namespace TokenFinOps.Evaluation.Focus;

/// <summary>A rule that does not hold.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Keyword">How strict it is.</param>
/// <param name="Row">The row, from 1, or 0 for the columns as a whole.</param>
/// <param name="Text">The rule in words.</param>
internal sealed record FocusViolation(string RuleId, string Keyword, long Row, string Text)
{
    /// <summary>Gets a value indicating whether the rule is one that has to hold.</summary>
    public bool IsViolation => Keyword is "MUST" or "MUST NOT";

    /// <inheritdoc/>
    public override string ToString() => $"row {Row}: {RuleId} {Text}";
}
