using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TokenFinOps.Pricing;

/// <summary>Prices a usage with a rate card: the one engine that estimates, reserves, settles and re-rates.</summary>
/// <remarks>
/// <para>How a cost is made:</para>
/// <list type="number">
/// <item><description>Inclusive counts are split into exclusive leaves, so that every unit is billed once (genai-prices v2 unit lattice).</description></item>
/// <item><description>Each leaf is billed at its own rate, else at its whole's; the context tier follows from the card's <see cref="ContextTierRule"/>.</description></item>
/// <item><description>The region multiplies every line. The lines add up to the list cost.</description></item>
/// <item><description>Discount, margin and fixed amount, in that order, make the effective cost.</description></item>
/// </list>
/// <para>Pure and thread-safe. All arithmetic is <see cref="decimal"/>: exact to 28 significant digits, with no rounding to cents.</para>
/// </remarks>
public static class CostCalculator
{
    /// <summary>Prices a usage.</summary>
    /// <param name="usage">What was used: inclusive counts.</param>
    /// <param name="card">The rates.</param>
    /// <param name="terms">Region, discounts and policy, or <see langword="null"/> for <see cref="PricingTerms.Default"/>.</param>
    /// <returns>The bill. It is never negative, and what has no rate is named in <see cref="CostBreakdown.Missing"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="card"/> is <see langword="null"/>.</exception>
    /// <exception cref="OverflowException">A cost exceeds the range of <see cref="decimal"/>.</exception>
    public static CostBreakdown Price(Usage usage, RateCard card, PricingTerms? terms = null) =>
        Price(usage, card, terms ?? PricingTerms.Default, withLines: false);

    /// <summary>Prices a usage, and writes the lines at once where they are sure to be asked for.</summary>
    internal static CostBreakdown Price(Usage usage, RateCard card, PricingTerms terms, bool withLines)
    {
        ArgumentNullException.ThrowIfNull(card);
        return usage.IsWhole
            ? Price(new UsageCounts<long>(usage.Mask, usage.WholeAmounts), usage, card, terms, withLines)
            : Price(new UsageCounts<decimal>(usage.Mask, usage.ExactAmounts), usage, card, terms, withLines);
    }

    /// <summary>Writes the lines of a bill. Most bills are only added up, so their lines are made when they are asked for.</summary>
    internal static ImmutableArray<CostLine> Lines(Usage usage, RateCard card, PricingTerms terms) => usage.IsWhole
        ? Lines(new UsageCounts<long>(usage.Mask, usage.WholeAmounts), card, terms)
        : Lines(new UsageCounts<decimal>(usage.Mask, usage.ExactAmounts), card, terms);

    private static CostBreakdown Price<T>(UsageCounts<T> counts, Usage usage, RateCard card, PricingTerms terms, bool withLines)
        where T : unmanaged, INumber<T>
    {
        LeafPlan plan = LeafPlan.Make(counts, card, terms.MissingRates);
        Span<T> leaves = stackalloc T[BitOperations.PopCount(plan.Kinds)];
        var decomposition = new LeafDecomposition<T>(counts, card, plan, leaves);
        PricingIssues issues = decomposition.Issues;
        T compared = card.HasTiers ? ComparedTokens(counts, card.TierRule.Basis, ref issues) : T.Zero;
        CostLine[]? lines = withLines ? new CostLine[RoomFor(leaves, card)] : null;
        var bill = new BillBuilder<T>(card, compared, card.RegionMultiplier(terms.Region), lines);
        UsageKindSet missing = Write(plan, leaves, decomposition, ref bill);
        if (plan.Kinds == 0 || (bill.Count == 0 && !missing.IsEmpty))
        {
            return new CostBreakdown(PricingStatus.Unpriced, null, null, card.Currency, []) { Missing = missing, Issues = issues, Card = card };
        }

        decimal list = bill.Sum ?? Lines(counts, card, terms).Sum(static line => line.Cost);
        decimal effective = terms.Adjustment.IsNone ? list : terms.Adjustment.Apply(list);
        PricingStatus status = missing.IsEmpty ? PricingStatus.Priced : PricingStatus.PartiallyPriced;
        return new CostBreakdown(status, list, effective, usage, card, terms, Trim(lines, bill.Count)) { Missing = missing, Issues = issues };
    }

    private static ImmutableArray<CostLine> Lines<T>(UsageCounts<T> counts, RateCard card, PricingTerms terms)
        where T : unmanaged, INumber<T>
    {
        LeafPlan plan = LeafPlan.Make(counts, card, terms.MissingRates);
        Span<T> leaves = stackalloc T[BitOperations.PopCount(plan.Kinds)];
        var decomposition = new LeafDecomposition<T>(counts, card, plan, leaves);
        PricingIssues issues = decomposition.Issues;
        T compared = card.HasTiers ? ComparedTokens(counts, card.TierRule.Basis, ref issues) : T.Zero;
        var lines = new CostLine[RoomFor(leaves, card)];
        var bill = new BillBuilder<T>(card, compared, card.RegionMultiplier(terms.Region), lines);
        Write(plan, leaves, decomposition, ref bill);
        return Trim(lines, bill.Count);
    }

    private static ImmutableArray<CostLine> Trim(CostLine[]? lines, int count) =>
        ImmutableCollectionsMarshal.AsImmutableArray(lines is null || lines.Length == count ? lines : lines[..count]);

    /// <returns>The kinds that have no rate.</returns>
    private static UsageKindSet Write<T>(LeafPlan plan, scoped ReadOnlySpan<T> leaves, scoped LeafDecomposition<T> decomposition, ref BillBuilder<T> bill)
        where T : unmanaged, INumber<T>
    {
        ulong missing = 0;
        int slot = 0;
        for (ulong rest = plan.Kinds; rest != 0; rest &= rest - 1, slot++)
        {
            if (leaves[slot] == T.Zero)
            {
                continue;
            }

            int kind = BitOperations.TrailingZeroCount(rest);
            if ((plan.Billed & (1UL << kind)) == 0)
            {
                missing |= 1UL << kind;
                continue;
            }

            bill.Add((UsageKind)kind, leaves[slot], decomposition.RateOf(kind));
        }

        return new UsageKindSet(missing);
    }

    private static T ComparedTokens<T>(UsageCounts<T> usage, ContextTierBasis basis, ref PricingIssues issues)
        where T : unmanaged, INumber<T>
    {
        T compared = Stated(usage, UsageKind.InputTokens, ref issues);
        if (basis == ContextTierBasis.TotalTokens)
        {
            compared += Stated(usage, UsageKind.OutputTokens, ref issues);
        }
        else if (basis == ContextTierBasis.UncachedInput)
        {
            compared -= Stated(usage, UsageKind.CacheReadTokens, ref issues) + Stated(usage, UsageKind.CacheWriteTokens, ref issues);
        }

        return T.Max(T.Zero, compared);
    }

    // A total that the provider states decides the tier, whatever its parts say; only one that is missing is made up from them.
    private static T Stated<T>(UsageCounts<T> usage, UsageKind kind, ref PricingIssues issues)
        where T : unmanaged, INumber<T>
    {
        if ((usage.Mask & (1UL << (int)kind)) != 0)
        {
            return usage[(int)kind];
        }

        T total = usage.Total((int)kind, ref issues);
        issues |= total > T.Zero ? PricingIssues.WholeNotReported : PricingIssues.None;
        return total;
    }

    private static int RoomFor<T>(ReadOnlySpan<T> leaves, RateCard card)
        where T : unmanaged, INumber<T>
    {
        int lines = 0;
        foreach (T leaf in leaves)
        {
            lines += leaf == T.Zero ? 0 : 1;
        }

        return card.HasTiers && card.TierRule.Mode == ContextTierMode.Graduated ? lines * (1 + card.Rates.Max(static rate => rate.Tiers.Length)) : lines;
    }
}
