namespace TokenFinOps.Budgets;

/// <summary>What a budget counts.</summary>
public enum BudgetMeasure
{
    /// <summary>Effective cost, in the budget's currency.</summary>
    Cost,

    /// <summary>Tokens of input and output together.</summary>
    Tokens,

    /// <summary>Tokens of input, those read from or written to the provider's cache included.</summary>
    InputTokens,

    /// <summary>Tokens of output, reasoning included.</summary>
    OutputTokens,

    /// <summary>Attempts: physical calls of a model, failed ones included.</summary>
    Requests,

    /// <summary>Energy, in kWh. Needs <see cref="BudgetOptions.Footprint"/>.</summary>
    Energy,

    /// <summary>Carbon, in grams of CO2 equivalent. Needs <see cref="BudgetOptions.Footprint"/>.</summary>
    Carbon,
}
