using Microsoft.Extensions.AI;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Budgets;

/// <summary>Lowers a call's <c>MaxOutputTokens</c> to what a budget has room for. Thread-safe.</summary>
internal sealed class AnswerShortener(WorstCaseEstimator worstCases, BudgetConversion conversion)
{
    /// <summary>Finds the longest answer that fits and limits the attempt to it.</summary>
    /// <returns>The attempt's new worst case, or <see langword="null"/> when no useful answer fits or the budget does not want that.</returns>
    public WorstCase? Shorten(Attempt attempt, BudgetRule rule, decimal left)
    {
        if (rule.Budget.ShortestAnswer is not { } shortest || attempt.Messages is null)
        {
            return null;
        }

        long fits = shortest;
        long tooLong = worstCases.Estimate(attempt).OutputTokens;
        if (fits >= tooLong || !Fits(attempt, rule, fits, left))
        {
            return null;
        }

        while (tooLong - fits > 1)
        {
            long middle = fits + ((tooLong - fits) / 2);
            (fits, tooLong) = Fits(attempt, rule, middle, left) ? (middle, tooLong) : (fits, middle);
        }

        WorstCase worst = worstCases.Estimate(attempt, fits);
        ChatOptions options = attempt.Options?.Clone() ?? new ChatOptions();
        options.MaxOutputTokens = (int)fits;
        attempt.Rewrite(options);
        attempt.WorstCase = worst;
        return worst;
    }

    private bool Fits(Attempt attempt, BudgetRule rule, long output, decimal left) =>
        conversion.AmountOf(rule, worstCases.Estimate(attempt, output)) is { } amount && amount <= left;
}
