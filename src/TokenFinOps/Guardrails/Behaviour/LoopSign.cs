namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>A sign that a run goes round in circles.</summary>
/// <param name="Rule">The rule that it trips.</param>
/// <param name="Limit">What the rule allows.</param>
/// <param name="Value">What was reached.</param>
/// <param name="Evidence">What shows it.</param>
internal readonly record struct LoopSign(GuardrailRule Rule, decimal Limit, decimal Value, string Evidence);
