namespace TokenFinOps.Guardrails;

/// <summary>What is done when a rule trips, the mildest first.</summary>
public enum GuardrailAction : byte
{
    /// <summary>The rule is off.</summary>
    None,

    /// <summary>The trip is recorded, logged and told; the call goes on as it is.</summary>
    Warn,

    /// <summary>As a warning; and the router is asked to send the run's calls to a cheaper tier from now on.</summary>
    CheaperTier,

    /// <summary>
    /// The model is told to answer with what it has: its tools stay declared and may not be called, and an instruction is added. Calls that go on after that answer are stopped.
    /// </summary>
    WrapUp,

    /// <summary>The call is refused with a <see cref="RunawayStoppedException"/>.</summary>
    Stop,
}
