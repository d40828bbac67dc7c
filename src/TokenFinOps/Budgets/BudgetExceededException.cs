using System.Globalization;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Budgets;

/// <summary>A call was refused because a budget has no room for it. Nothing was sent and nothing was billed.</summary>
public sealed class BudgetExceededException : InvalidOperationException, IAttemptRefusal
{
    /// <summary>Initializes a new instance of the <see cref="BudgetExceededException"/> class.</summary>
    public BudgetExceededException()
        : base("A budget has no room for the call.")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="BudgetExceededException"/> class.</summary>
    /// <param name="message">What is wrong and how to cure it.</param>
    public BudgetExceededException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="BudgetExceededException"/> class.</summary>
    /// <param name="message">What is wrong and how to cure it.</param>
    /// <param name="innerException">What caused it.</param>
    public BudgetExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="BudgetExceededException"/> class.</summary>
    /// <param name="refusal">Why the call was refused.</param>
    /// <param name="status">How the budget stands.</param>
    /// <param name="requested">What the call would have needed at most, in the budget's measure; <see langword="null"/> when that is not known.</param>
    public BudgetExceededException(BudgetRefusal refusal, BudgetStatus status, decimal? requested)
        : base(Describe(refusal, status, requested))
    {
        Refusal = refusal;
        Status = status;
        Requested = requested;
    }

    /// <summary>Gets why the call was refused.</summary>
    public BudgetRefusal Refusal { get; }

    /// <summary>Gets how the budget stands that refused: its name, scope, limit, what is spent and reserved, and when it resets.</summary>
    public BudgetStatus? Status { get; }

    /// <summary>Gets what the call would have needed at most, in the budget's measure, or <see langword="null"/> when that is not known.</summary>
    public decimal? Requested { get; }

    bool IAttemptRefusal.CheaperMayPass => Refusal != BudgetRefusal.NotApproved;

    private static string Describe(BudgetRefusal refusal, BudgetStatus status, decimal? requested)
    {
        ArgumentNullException.ThrowIfNull(status);
        string budget = status.Scope.Length == 0 ? $"'{status.Budget}'" : $"'{status.Budget}' of '{status.Scope}'";
        string unit = status.Measure == BudgetMeasure.Cost ? status.Currency : status.Measure.ToString();
        string stand = string.Create(
            CultureInfo.InvariantCulture,
            $"{status.Spent + status.Presumed} of {status.Limit} {unit} for the {status.Window} are spent and {status.Reserved} reserved by calls under way");
        string reset = status.ResetsAt is { } at ? string.Create(CultureInfo.InvariantCulture, $" It resets at {at:u}.") : string.Empty;
        return refusal switch
        {
            BudgetRefusal.NotApproved => $"The budget {budget} needs an approval that the call did not get: {stand}.{reset}",
            BudgetRefusal.Unpriced => $"The budget {budget} refuses calls whose price is not known. Add the model's price with AddPrices, or set MeteringOptions.PriceAs.",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"The budget {budget} has no room for the call, which may need {requested}: {stand}.{reset} Lower MaxOutputTokens, use a cheaper model, or raise the limit."),
        };
    }
}
