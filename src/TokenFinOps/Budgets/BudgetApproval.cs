namespace TokenFinOps.Budgets;

/// <summary>The answer to a <see cref="BudgetApprovalRequest"/>.</summary>
public enum BudgetApproval
{
    /// <summary>The call is refused.</summary>
    Deny,

    /// <summary>This call may be made.</summary>
    ApproveOnce,

    /// <summary>This call and all others until the window ends may be made.</summary>
    ApproveWindow,
}
