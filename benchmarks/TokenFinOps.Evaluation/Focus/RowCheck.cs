namespace TokenFinOps.Evaluation.Focus;

/// <summary>A rule that a row is checked for by itself.</summary>
internal sealed record RowCheck(string RuleId, string Keyword, string Text, Func<string?[], bool> Holds);
