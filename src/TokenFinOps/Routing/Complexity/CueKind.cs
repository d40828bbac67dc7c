namespace TokenFinOps.Routing.Complexity;

/// <summary>What a word hints at.</summary>
internal enum CueKind : byte
{
    None,
    Question,
    Quantity,
    Reasoning,
    Negation,
    Condition,
}
