using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TokenFinOps.Pricing;

/// <summary>The price of one <see cref="UsageKind"/>, in the currency of its <see cref="RateCard"/>.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record Rate
{
    /// <summary>Initializes a new instance of the <see cref="Rate"/> class.</summary>
    /// <param name="kind">What is priced.</param>
    /// <param name="amount">The price of <paramref name="per"/> units, e.g. 2.50 for 1,000,000 input tokens. Zero means free.</param>
    /// <param name="per">How many units the amount buys; the default is <see cref="UsageKinds.QuotedPer"/>: 1,000,000 for tokens.</param>
    /// <param name="tiers">Prices for longer contexts, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">A price, a threshold or the number of units is negative, or the number of units is zero.</exception>
    /// <exception cref="ArgumentException">Two tiers have the same threshold.</exception>
    public Rate(UsageKind kind, decimal amount, int? per = null, params ReadOnlySpan<ContextTier> tiers)
    {
        if (amount < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(amount), amount, $"The price of {kind.Name()} cannot be negative; use zero for free.");
        }

        Kind = kind;
        Amount = amount;
        Per = per ?? kind.QuotedPer();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Per, nameof(per));
        Tiers = Sorted(kind, tiers);
    }

    /// <summary>Gets what is priced.</summary>
    public UsageKind Kind { get; }

    /// <summary>Gets the base price of <see cref="Per"/> units.</summary>
    public decimal Amount { get; }

    /// <summary>Gets how many units <see cref="Amount"/> buys.</summary>
    public int Per { get; }

    /// <summary>Gets the prices for longer contexts, lowest threshold first.</summary>
    public ImmutableArray<ContextTier> Tiers { get; }

    /// <summary>Gets a value indicating whether the price of one unit is a finite decimal fraction.</summary>
    internal bool HasUnitAmount => Reciprocal(Per) != 0;

    /// <inheritdoc/>
    public bool Equals(Rate? other) =>
        other is not null && Kind == other.Kind && Amount == other.Amount && Per == other.Per && Tiers.SequenceEqual(other.Tiers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Amount, Per, Tiers.Length);

    /// <summary>Describes the rate, e.g. <c>input_tokens 2.5 per 1000000 (&gt;200000: 5)</c>.</summary>
    /// <returns>The description.</returns>
    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Kind.Name()} {Amount} per {Per}");
        return Tiers.IsEmpty
            ? text
            : text + " (" + string.Join(", ", Tiers.Select(tier => string.Create(CultureInfo.InvariantCulture, $">{tier.Threshold}: {tier.Amount}"))) + ")";
    }

    internal static decimal Cost(decimal quantity, decimal amount, int per) =>
        Reciprocal(per) is var multiplier && multiplier != 0 ? quantity * (amount * multiplier) : quantity * amount / per;

    internal static decimal Reciprocal(int per) => per switch
    {
        1_000_000 => 0.000001m,
        1_000 => 0.001m,
        1 => 1m,
        1_000_000_000 => 0.000000001m,
        10 => 0.1m,
        100 => 0.01m,
        10_000 => 0.0001m,
        100_000 => 0.00001m,
        10_000_000 => 0.0000001m,
        100_000_000 => 0.00000001m,
        _ => 0m,
    };

    /// <summary>Gets the tier that a context reaches: an index of <see cref="Tiers"/>, or -1 for the base price.</summary>
    internal int TierFor<T>(T compared, ContextTierRule rule)
        where T : INumber<T>
    {
        int tier = -1;
        while (tier + 1 < Tiers.Length && rule.Reaches(compared, T.CreateSaturating(Tiers[tier + 1].Threshold)))
        {
            tier++;
        }

        return tier;
    }

    internal decimal AmountIn(int tier) => tier < 0 ? Amount : Tiers[tier].Amount;

    internal decimal UnitAmountIn(int tier) => AmountIn(tier) * Reciprocal(Per);

    private static ImmutableArray<ContextTier> Sorted(UsageKind kind, ReadOnlySpan<ContextTier> tiers)
    {
        foreach (ContextTier tier in tiers)
        {
            if (tier.Threshold < 0 || tier.Amount < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(tiers), tier, $"A context tier of {kind.Name()} has a negative threshold or price.");
            }
        }

        if (tiers.IsEmpty)
        {
            return [];
        }

        ContextTier[] sorted = tiers.ToArray();
        Array.Sort(sorted, static (a, b) => a.Threshold.CompareTo(b.Threshold));
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Threshold == sorted[i - 1].Threshold)
            {
                throw new ArgumentException($"Two context tiers of {kind.Name()} start at {sorted[i].Threshold} tokens; keep one.", nameof(tiers));
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(sorted);
    }
}
