namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>What is remembered of a call of a tool.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Call">The hash of what was asked for.</param>
/// <param name="Result">The hash of what its result said; zero when it had none.</param>
/// <param name="Turn">How often the user had spoken by then.</param>
internal readonly record struct CallMark(string Tool, ulong Call, ulong Result, int Turn)
{
    /// <summary>Names the call without its arguments' text.</summary>
    public override string ToString() => FormattableString.Invariant($"{Tool}#{(uint)Call:x8}");
}
