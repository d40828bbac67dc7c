using System.Collections.Immutable;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>What some entries of one currency add up to, corrections included. Costs are exact, in <see cref="Currency"/>.</summary>
/// <remarks>
/// <para>
/// Unknown is not zero: an unpriced attempt adds nothing to a cost and one to <see cref="Unpriced"/>. Where every attempt is unpriced the costs are 0 and
/// <see cref="Unpriced"/> equals <see cref="Attempts"/>: the cost is not known, not nothing.
/// </para>
/// <para>
/// A correction counts where its attempt counts and can lower a count again. Where a row holds corrections without their attempts, its counts and costs can be
/// negative. Immutable and thread-safe.
/// </para>
/// </remarks>
public sealed record LedgerTotals
{
    /// <summary>Gets the ISO 4217 code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets how many attempts there are.</summary>
    public long Attempts { get; init; }

    /// <summary>Gets how many corrections there are.</summary>
    public long Corrections { get; init; }

    /// <summary>Gets how many requests were answered from the semantic cache. They are no attempts.</summary>
    public long CacheHits { get; init; }

    /// <summary>Gets how many attempts have no price yet, corrections considered. Their cost is in none of the sums.</summary>
    public long Unpriced { get; init; }

    /// <summary>Gets how many attempts have a price for a part of their usage only, corrections considered. Their cost is a lower bound.</summary>
    public long PartiallyPriced { get; init; }

    /// <summary>Gets how many attempts have token counts that were estimated.</summary>
    public long EstimatedUsage { get; init; }

    /// <summary>Gets how many attempts have token counts that nobody knows.</summary>
    public long UnknownUsage { get; init; }

    /// <summary>Gets how many attempts failed.</summary>
    public long Failed { get; init; }

    /// <summary>Gets how many attempts the caller cancelled.</summary>
    public long Cancelled { get; init; }

    /// <summary>Gets how many streams the caller stopped reading before their end.</summary>
    public long Abandoned { get; init; }

    /// <summary>Gets the cost at list rates.</summary>
    public decimal ListCost { get; init; }

    /// <summary>Gets the cost after discounts, margins and fixed amounts.</summary>
    public decimal EffectiveCost { get; init; }

    /// <summary>Gets what the <see cref="Compared"/> attempts, and the answers from the cache, would have cost without the levers.</summary>
    public decimal BaselineCost { get; init; }

    /// <summary>Gets what the levers saved on the <see cref="Compared"/> attempts: baseline cost less effective cost, negative when they cost more.</summary>
    public decimal Savings { get; init; }

    /// <summary>Gets what each lever saved.</summary>
    public LeverSavings SavingsByLever { get; init; } = LeverSavings.None;

    /// <summary>Gets how many attempts and answers from the cache have both a baseline and an effective cost. The others say nothing about savings.</summary>
    public long Compared { get; init; }

    /// <summary>Gets the sum of what was used: inclusive counts.</summary>
    public Usage Usage { get; init; }

    /// <summary>
    /// Gets the list cost of each kind that was billed on a line of its own. What is missing from <see cref="ListCost"/> has no lines: the provider reported a total.
    /// </summary>
    public required IReadOnlyDictionary<UsageKind, decimal> ListCostByKind { get; init; }

    /// <summary>Gets how long the attempts took together.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets how long an attempt took, or <see langword="null"/> when there was none.</summary>
    public LatencyPercentiles? DurationPercentiles { get; init; }

    /// <summary>Gets how long the first update of a stream took, or <see langword="null"/> when there was none.</summary>
    public LatencyPercentiles? TimeToFirstUpdate { get; init; }

    /// <summary>Gets the effective cost of an attempt that has a price, on average; <see langword="null"/> when none has one.</summary>
    public decimal? CostPerAttempt => Average(EffectiveCost, Attempts - Unpriced);

    /// <summary>Gets the share of attempts whose token counts were estimated, from 0 to 1; <see langword="null"/> when there was no attempt.</summary>
    public decimal? EstimatedShare => Average(EstimatedUsage, Attempts);

    /// <summary>Gets the share of attempts that have no price yet, from 0 to 1; <see langword="null"/> when there was no attempt.</summary>
    public decimal? UnpricedShare => Average(Unpriced, Attempts);

    /// <summary>Gets the share of attempts that failed, from 0 to 1; <see langword="null"/> when there was no attempt.</summary>
    public decimal? FailedShare => Average(Failed, Attempts);

    /// <summary>Divides by a count; nothing to divide by has no average.</summary>
    internal static decimal? Average(decimal sum, long count) => count > 0 ? sum / count : null;

    internal static LedgerTotals In(string currency, ImmutableArray<LedgerTotals> totals) =>
        totals.FirstOrDefault(total => string.Equals(total.Currency, currency, StringComparison.OrdinalIgnoreCase))
        ?? new Tally().ToTotals(CurrencyCode.Canonical(currency));
}
