namespace TokenFinOps.Budgets;

/// <summary>What, besides tags, tells calls apart.</summary>
internal enum BudgetDimension
{
    Tag,
    Run,
    Model,
    Provider,
    Deployment,
    Tier,
}
