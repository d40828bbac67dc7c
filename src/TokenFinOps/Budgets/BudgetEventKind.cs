namespace TokenFinOps.Budgets;

/// <summary>What happened to a budget.</summary>
public enum BudgetEventKind
{
    /// <summary>What has been spent passed a threshold.</summary>
    ThresholdCrossed,

    /// <summary>What will have been spent at the end of the window, at the present pace, passed a threshold.</summary>
    ForecastCrossed,

    /// <summary>A call was refused because it does not fit; raised for the first one in a window.</summary>
    Exhausted,
}
