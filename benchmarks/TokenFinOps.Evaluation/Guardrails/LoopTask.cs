namespace TokenFinOps.Evaluation.Guardrails;

/// <summary>What a generated call asks for, and what it is told, whatever else changes.</summary>
internal sealed record LoopTask(string Tool, string Subject, int Key, string State, int Form);
