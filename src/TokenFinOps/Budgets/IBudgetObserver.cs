namespace TokenFinOps.Budgets;

/// <summary>Is told what happens to budgets: register it as a service, or with <c>AddBudgetObserver</c>.</summary>
/// <remarks>Called one event after the other, in the background: no call waits for it. One that throws is logged, and the next event comes all the same.</remarks>
public interface IBudgetObserver
{
    /// <summary>Takes note of an event.</summary>
    /// <param name="budgetEvent">The event.</param>
    /// <param name="cancellationToken">Cancelled when the application stops.</param>
    /// <returns>A task that completes when the event has been dealt with.</returns>
    ValueTask OnEventAsync(BudgetEvent budgetEvent, CancellationToken cancellationToken);
}
