namespace TokenFinOps.Budgets;

/// <summary>How one limit of a budget stands, for one value of its scope and in its current window.</summary>
/// <remarks>Amounts are in the unit of <see cref="Measure"/>: the budget's currency, tokens, attempts, kWh or grams of CO2 equivalent.</remarks>
public sealed record BudgetStatus
{
    /// <summary>Gets the budget's name.</summary>
    public required string Budget { get; init; }

    /// <summary>Gets the value that the account is of, e.g. a customer; empty where the budget has one account.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets what is counted.</summary>
    public required BudgetMeasure Measure { get; init; }

    /// <summary>Gets the currency of a measure of cost; empty for other measures.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets the window.</summary>
    public required BudgetWindow Window { get; init; }

    /// <summary>Gets the first moment of the window, or <see langword="null"/> when it has always been.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets when the budget begins anew, or <see langword="null"/> when it never does. Of a rolling window: when the oldest part leaves it.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Gets the most that may be spent, <see cref="Carried"/> included.</summary>
    public decimal Limit { get; init; }

    /// <summary>Gets what the last window left to this one.</summary>
    public decimal Carried { get; init; }

    /// <summary>Gets the sum of what the ledger's entries say.</summary>
    public decimal Spent { get; init; }

    /// <summary>Gets what counts as spent for calls whose usage or price stayed unknown: the worst case of each.</summary>
    public decimal Presumed { get; init; }

    /// <summary>Gets the worst cases of the calls under way.</summary>
    public decimal Reserved { get; init; }

    /// <summary>Gets what may still be reserved; negative when the limit has been overrun.</summary>
    public decimal Left => Limit - Spent - Presumed - Reserved;

    /// <summary>Gets the share of the limit that is spent; 1 is all of it.</summary>
    public decimal Share => Limit == 0 ? (Spent + Presumed > 0 ? 1 : 0) : (Spent + Presumed) / Limit;

    /// <summary>Gets how much is spent in an hour, on average since the window or the spending in it began, or <see langword="null"/> when it is too early to tell.</summary>
    public decimal? BurnPerHour { get; init; }

    /// <summary>Gets what will have been spent when the window ends at this pace, or <see langword="null"/> when it has no end or it is too early to tell.</summary>
    public decimal? Projected { get; init; }

    /// <summary>Gets when nothing will be left at this pace, or <see langword="null"/> when that is not before the window ends or it is too early to tell.</summary>
    public DateTimeOffset? ExhaustedAt { get; init; }
}
