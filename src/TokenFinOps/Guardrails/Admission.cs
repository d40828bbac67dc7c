using TokenFinOps.Guardrails.Behaviour;
using TokenFinOps.Guardrails.Runs;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Guardrails;

/// <summary>The way of one call through the guard: what tripped on it, and whether it may be made.</summary>
internal sealed class Admission(Attempt attempt, RunState run)
{
    public Attempt Attempt => attempt;

    public RunState Run => run;

    public Conversation? Conversation { get; set; }

    /// <summary>Gets the trips to tell of.</summary>
    public List<GuardrailTrip> Trips { get; } = [];

    /// <summary>Gets or sets a value indicating whether the call has been made one that wraps up.</summary>
    public bool WrapsUp { get; set; }

    /// <summary>Gets or sets what refuses the call.</summary>
    public GuardrailTrip? Refusal { get; set; }

    public RunPass? Pass { get; set; }
}
