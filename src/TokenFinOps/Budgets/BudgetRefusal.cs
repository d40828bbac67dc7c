namespace TokenFinOps.Budgets;

/// <summary>Why a budget refused a call.</summary>
public enum BudgetRefusal
{
    /// <summary>Its worst case does not fit into what is left.</summary>
    LimitReached,

    /// <summary>It needed an approval and did not get it.</summary>
    NotApproved,

    /// <summary>Its price is not known, and the budget refuses such calls.</summary>
    Unpriced,
}
