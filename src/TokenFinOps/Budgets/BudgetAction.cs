namespace TokenFinOps.Budgets;

/// <summary>What happens when a share of a budget has been spent.</summary>
public enum BudgetAction
{
    /// <summary>A <see cref="BudgetEvent"/> is raised: the log and all observers are told.</summary>
    Notify,

    /// <summary>Calls wait before they are made.</summary>
    Throttle,

    /// <summary>The router is asked to use a cheaper tier.</summary>
    PreferCheaper,

    /// <summary>Calls need an approval (<see cref="BudgetOptions.Approve"/>).</summary>
    RequireApproval,
}
