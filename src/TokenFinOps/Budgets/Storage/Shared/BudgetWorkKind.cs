namespace TokenFinOps.Budgets.Storage.Shared;

/// <summary>What is to be done with a reservation.</summary>
internal enum BudgetWorkKind
{
    /// <summary>Nothing any more: whoever wanted it has gone.</summary>
    None,

    /// <summary>All charges are to be reserved, or none.</summary>
    Reserve,

    /// <summary>What is reserved is to be given back, and what was spent is to be charged.</summary>
    Settle,

    /// <summary>What is reserved is to be given back.</summary>
    Release,
}
