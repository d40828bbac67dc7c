namespace TokenFinOps.Budgets;

/// <summary>The answer to a <see cref="BudgetApprovalRequest"/>.</summary>
public enum BudgetApproval
{
    /// <summary>The call is refused.</summary>
    Deny,

    /// <summary>This call may be made.</summary>
    ApproveOnce,

    /// <summary>This call and all others may be made until the window ends; with a rolling window, for its length.</summary>
    ApproveWindow,
}
