namespace TokenFinOps.Guardrails;

/// <summary>Is told of every trip: once for a rule and a run, and again when something harder is done about it.</summary>
/// <remarks>Implementations are thread-safe and quick: the call waits for them. One that throws is logged and breaks nothing. Register them as services.</remarks>
public interface IGuardrailObserver
{
    /// <summary>Takes note of a trip.</summary>
    /// <param name="trip">The trip.</param>
    void OnTripped(GuardrailTrip trip);
}
