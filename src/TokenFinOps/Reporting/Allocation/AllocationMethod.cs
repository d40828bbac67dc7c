using System.Collections.Immutable;
using System.Globalization;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Allocation;

/// <summary>How a shared cost is divided among cost centres.</summary>
/// <remarks>Immutable and thread-safe. A measure that corrections made negative weighs nothing.</remarks>
public sealed class AllocationMethod
{
    private readonly Func<AllocationBase, decimal> _weight;

    private AllocationMethod(string description, Func<AllocationBase, decimal> weight)
    {
        Description = description;
        _weight = weight;
    }

    /// <summary>Gets the method that divides by direct effective cost: who spends more bears more.</summary>
    public static AllocationMethod Proportional { get; } = By(LedgerMeasure.EffectiveCost);

    /// <summary>Gets the method that gives every cost centre the same.</summary>
    public static AllocationMethod Even { get; } = new("even", static _ => 1m);

    /// <summary>Gets the method in words, as statements show it, e.g. <c>by EffectiveCost</c>.</summary>
    public string Description { get; }

    /// <summary>Gets the cost centres that have a fixed share; empty for the other methods.</summary>
    public ImmutableSortedDictionary<string, decimal> Shares { get; private init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>Divides by a measure of direct usage: cost, attempts, tokens, time.</summary>
    /// <param name="measure">The measure: one that adds up, not an average, a share or a percentile.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="measure"/> does not add up.</exception>
    public static AllocationMethod By(LedgerMeasure measure) => new($"by {measure}", WeightOf(measure));

    /// <summary>Divides by the amount of one usage kind, e.g. web searches.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The method.</returns>
    public static AllocationMethod By(UsageKind kind) => new($"by {kind.Name()}", each => each.Usage[kind]);

    /// <summary>Divides by shares that were agreed upon.</summary>
    /// <param name="shares">Every cost centre and its share, 0 to 1; together exactly 1.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentException">A cost centre is named twice, a share is negative, or their sum is not 1.</exception>
    public static AllocationMethod FixedShares(params IEnumerable<(string CostCentre, decimal Share)> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        ImmutableSortedDictionary<string, decimal> fixedShares =
            shares.ToDictionary(static each => each.CostCentre, static each => each.Share).ToImmutableSortedDictionary(StringComparer.Ordinal);
        foreach ((string costCentre, decimal share) in fixedShares)
        {
            if (share < 0)
            {
                throw new ArgumentException($"The share {share} of '{costCentre}' is negative.", nameof(shares));
            }
        }

        decimal sum = fixedShares.Values.Sum();
        return sum == 1m
            ? new AllocationMethod("fixed shares", each => fixedShares.GetValueOrDefault(each.CostCentre)) { Shares = fixedShares }
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The shares add up to {sum}; they must add up to exactly 1."), nameof(shares));
    }

    /// <summary>Divides by tokens of which some weigh more, e.g. output 1 and input 0.25: a stand-in for the machine time they take.</summary>
    /// <param name="weights">Every kind and what one unit of it weighs. A part without a weight of its own weighs what its whole weighs; others weigh nothing.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentException">There are no weights, or a kind is given twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative.</exception>
    public static AllocationMethod WeightedTokens(params IEnumerable<(UsageKind Kind, decimal Weight)> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        (UsageKind Kind, decimal Weight)[] given = [.. weights];
        if (given.Length == 0)
        {
            throw new ArgumentException("Weighted tokens need at least one kind and its weight.", nameof(weights));
        }

        // Counts are inclusive: the price engine knows how to count every token once.
        var card = new RateCard(given.Select(static each => new Rate(each.Kind, each.Weight, per: 1)));
        string description = string.Join(" + ", card.Rates.Select(static rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Amount} × {rate.Kind.Name()}")));
        return new AllocationMethod(description, each => CostCalculator.Price(each.Usage, card).List ?? 0m);
    }

    /// <summary>Gets the description.</summary>
    /// <returns>The description.</returns>
    public override string ToString() => Description;

    internal decimal Weigh(AllocationBase costCentre) => Math.Max(0m, _weight(costCentre));

    private static Func<AllocationBase, decimal> WeightOf(LedgerMeasure measure) => measure switch
    {
        LedgerMeasure.EffectiveCost => static each => each.EffectiveCost,
        LedgerMeasure.ListCost => static each => each.ListCost,
        LedgerMeasure.BaselineCost => static each => each.BaselineCost,
        LedgerMeasure.Savings => static each => each.Savings,
        LedgerMeasure.CacheSavings => static each => each.SavingsByLever.Cache,
        LedgerMeasure.RouterSavings => static each => each.SavingsByLever.Router,
        LedgerMeasure.CompressorSavings => static each => each.SavingsByLever.Compressor,
        LedgerMeasure.Attempts => static each => each.Attempts,
        LedgerMeasure.Unpriced => static each => each.Unpriced,
        LedgerMeasure.Failed => static each => each.Failed,
        LedgerMeasure.InputTokens => static each => each.Usage.InputTokens,
        LedgerMeasure.OutputTokens => static each => each.Usage.OutputTokens,
        LedgerMeasure.Duration => static each => each.Duration.Ticks,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Cost is divided by what adds up: costs, savings, counts, tokens or time; for the amount of a usage kind name the kind."),
    };
}
