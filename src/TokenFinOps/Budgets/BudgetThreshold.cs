namespace TokenFinOps.Budgets;

/// <summary>A share of a limit from which on something happens. Every one of them also raises an event when it is crossed.</summary>
/// <param name="Share">The share of the limit, above 0; 0.8 is 80 %.</param>
/// <param name="Action">What happens from there on.</param>
/// <param name="OfForecast">Whether the projected spend at the end of the window is compared instead of what has been spent.</param>
/// <param name="Delay">How long a throttled call waits.</param>
public sealed record BudgetThreshold(decimal Share, BudgetAction Action, bool OfForecast = false, TimeSpan Delay = default);
