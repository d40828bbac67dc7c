using TokenFinOps.Attribution;

namespace TokenFinOps.Budgets;

/// <summary>Asks whether a call may be made although a budget has passed the share from which on it needs an approval.</summary>
/// <param name="Status">How the budget stands.</param>
/// <param name="Requested">What the call needs at most, in the budget's measure.</param>
/// <param name="Tags">The call's tags.</param>
/// <param name="RunId">The call's run, or <see langword="null"/>.</param>
public sealed record BudgetApprovalRequest(BudgetStatus Status, decimal Requested, TagSet Tags, string? RunId);
