namespace TokenFinOps.Guardrails.Runs;

/// <summary>A limit that a call would break, or has come near to.</summary>
/// <param name="Run">The run whose limit it is.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Limit">What the rule allows.</param>
/// <param name="Value">What was reached.</param>
/// <param name="IsSoft">Whether the limit still holds and only its soft share was reached.</param>
/// <param name="Evidence">What shows it.</param>
internal readonly record struct Breach(RunState Run, GuardrailRule Rule, decimal Limit, decimal Value, bool IsSoft, string Evidence);
