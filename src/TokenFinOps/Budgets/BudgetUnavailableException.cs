namespace TokenFinOps.Budgets;

/// <summary>A call was refused because the store of a budget that fails closed cannot be reached. Nothing was sent and nothing was billed.</summary>
public sealed class BudgetUnavailableException : InvalidOperationException
{
    /// <summary>Initializes a new instance of the <see cref="BudgetUnavailableException"/> class.</summary>
    public BudgetUnavailableException()
        : base("The store of a budget cannot be reached.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="BudgetUnavailableException"/> class.</summary>
    /// <param name="message">What is wrong and how to cure it.</param>
    public BudgetUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="BudgetUnavailableException"/> class.</summary>
    /// <param name="message">What is wrong and how to cure it.</param>
    /// <param name="innerException">What caused it.</param>
    public BudgetUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
