namespace TokenFinOps.Budgets;

/// <summary>Something that whoever answers for a budget should know.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Status">How the budget stands.</param>
/// <param name="Threshold">The threshold that was passed; <see langword="null"/> for <see cref="BudgetEventKind.Exhausted"/>.</param>
/// <param name="At">When.</param>
public sealed record BudgetEvent(BudgetEventKind Kind, BudgetStatus Status, BudgetThreshold? Threshold, DateTimeOffset At);
