namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>A call whose result has not been seen yet.</summary>
internal readonly record struct OpenCall(string Id, string Tool, ulong Call);
