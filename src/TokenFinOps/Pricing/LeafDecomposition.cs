using System.Numerics;

namespace TokenFinOps.Pricing;

/// <summary>Splits inclusive counts into exclusive ones, so that every unit is billed exactly once.</summary>
/// <remarks>
/// <para>The leaf of a kind is its count less the leaves of all its parts that are billed on their own (the scheme of genai-prices v2):</para>
/// <list type="number">
/// <item><description>Kinds are visited parts first.</description></item>
/// <item><description>A whole counts at least what its parts add up to, so a part that exceeds its whole is billed as reported and no leaf is negative.</description></item>
/// <item><description>An overlap of two billed kinds that has no rate of its own is billed once, at the dearer of the two.</description></item>
/// <item><description>Where cache states and modalities together exceed their whole, they must overlap: the least overlap the totals allow is billed once.</description></item>
/// </list>
/// </remarks>
internal ref struct LeafDecomposition<T>
    where T : unmanaged, INumber<T>
{
    private readonly UsageCounts<T> _usage;
    private readonly RateCard _card;
    private readonly LeafPlan _plan;
    private readonly Span<T> _leaves;
    private PricingIssues _issues;

    /// <summary>Computes the leaves.</summary>
    /// <param name="usage">The inclusive counts.</param>
    /// <param name="card">The rates.</param>
    /// <param name="plan">Which kinds get a leaf.</param>
    /// <param name="leaves">Room for one leaf a kind of the plan.</param>
    public LeafDecomposition(UsageCounts<T> usage, RateCard card, LeafPlan plan, Span<T> leaves)
    {
        _usage = usage;
        _card = card;
        _plan = plan;
        _leaves = leaves;
        _issues = plan.Issues;
        int slot = leaves.Length;
        for (ulong rest = plan.Kinds; rest != 0;)
        {
            int kind = 63 - BitOperations.LeadingZeroCount(rest);
            rest &= ~(1UL << kind);
            leaves[--slot] = ComputeLeaf(kind);
        }
    }

    public readonly PricingIssues Issues => _issues;

    /// <summary>Gets the rate that bills a kind: its own, or the dearest of its nearest priced wholes.</summary>
    public readonly Rate RateOf(int kind) => _card.RateAt(kind) ?? DearestWhole(kind);

    private readonly Rate DearestWhole(int kind)
    {
        Rate? dearest = null;
        for (ulong rest = KindLattice.Nearest(UsageKinds.AncestorMask(kind) & _card.Mask); rest != 0; rest &= rest - 1)
        {
            Rate rate = _card.RateAt(BitOperations.TrailingZeroCount(rest))!;
            dearest = dearest is null || IsDearer(rate, dearest) ? rate : dearest;
        }

        return dearest!;
    }

    private T ComputeLeaf(int kind)
    {
        T leaf = _usage.Total(kind, ref _issues);
        ulong parts = UsageKinds.DescendantMask(kind) & _plan.Kinds;
        for (ulong rest = parts; rest != 0; rest &= rest - 1)
        {
            leaf -= LeafOf(BitOperations.TrailingZeroCount(rest));
        }

        if (leaf >= T.Zero)
        {
            return leaf;
        }

        _issues |= PricingIssues.OverlapNotReported;
        return T.Max(T.Zero, leaf + BillForcedOverlapOnce(parts & _plan.Billed, -leaf));
    }

    /// <returns>How many units turned out to be the same unit counted twice.</returns>
    private readonly T BillForcedOverlapOnce(ulong parts, T excess)
    {
        T found = T.Zero;
        for (ulong types = parts & KindLattice.TokenTypes; types != 0; types &= types - 1)
        {
            int type = BitOperations.TrailingZeroCount(types);
            for (ulong modalities = parts & KindLattice.Modalities; modalities != 0 && found < excess; modalities &= modalities - 1)
            {
                int modality = BitOperations.TrailingZeroCount(modalities);
                T overlap = T.Min(excess - found, T.Min(LeafOf(type), LeafOf(modality)));
                BillOnce(type, modality, overlap);
                found += overlap;
            }
        }

        return found;
    }

    private readonly void BillOnce(int type, int modality, T overlap)
    {
        ulong shared = UsageKinds.DescendantMask(type) & UsageKinds.DescendantMask(modality) & _card.Mask & _plan.Kinds;
        if (shared != 0)
        {
            LeafOf(BitOperations.TrailingZeroCount(shared)) += overlap;
            LeafOf(type) -= overlap;
            LeafOf(modality) -= overlap;
            return;
        }

        LeafOf(IsDearer(RateOf(type), RateOf(modality)) ? modality : type) -= overlap;
    }

    private static bool IsDearer(Rate rate, Rate other) => rate.Amount * other.Per > other.Amount * rate.Per;

    private readonly ref T LeafOf(int kind) => ref _leaves[BitOperations.PopCount(_plan.Kinds & ((1UL << kind) - 1))];
}
