namespace TokenFinOps.Budgets;

/// <summary>What happens to a call while the store of a shared budget cannot be reached.</summary>
public enum StoreFailureAction
{
    /// <summary>It goes on unchecked and is charged when the store is back. The default: bookkeeping does not take answers away.</summary>
    Allow,

    /// <summary>It is refused with a <see cref="BudgetUnavailableException"/>, so that the limit holds whatever happens.</summary>
    Refuse,
}
