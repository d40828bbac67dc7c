using System.Numerics;

namespace TokenFinOps.Pricing;

/// <summary>Splits inclusive counts into exclusive ones, so that every unit is billed exactly once.</summary>
/// <remarks>
/// <para>The leaf of a kind is its count less the leaves of all its parts that are billed on their own (the scheme of genai-prices v2):</para>
/// <list type="number">
/// <item><description>Kinds are visited parts first.</description></item>
/// <item><description>An overlap of two billed kinds that has no rate of its own is billed once, at the dearer of the two.</description></item>
/// <item><description>Where cache states and modalities together exceed their whole, they must overlap: the least overlap the totals allow is billed once.</description></item>
/// <item><description>Any other part that exceeds its whole is billed as reported, and the whole's own leaf is zero.</description></item>
/// </list>
/// </remarks>
internal ref struct LeafDecomposition
{
    // Kinds that providers usually price apart from their whole. Text, tool results, reasoning and citations mostly share their whole's rate.
    private static readonly ulong UsuallyPricedApart = Mask(kind => kind.Ancestors().Count > 0
        && !kind.ToString().Contains("Text", StringComparison.Ordinal)
        && !kind.ToString().Contains("Tool", StringComparison.Ordinal)
        && !kind.ToString().Contains("Reasoning", StringComparison.Ordinal)
        && !kind.ToString().Contains("Citation", StringComparison.Ordinal));

    private static readonly ulong Modalities = UsageKinds.InputModalities | (0xFUL << (int)UsageKind.OutputTextTokens);

    private static readonly ulong TokenTypes = UsageKinds.InputTokenTypes | (0x3UL << (int)UsageKind.OutputReasoningTokens);

    private static readonly ulong Overlaps = Mask(kind => (kind.Ancestors().Mask & Modalities) != 0 && (kind.Ancestors().Mask & TokenTypes) != 0);

    private static readonly ulong[] Children = [.. UsageKinds.All.Select(ChildrenOf)];

    private static readonly ulong[] ModalityChildren = [.. UsageKinds.All.Select(ModalityChildrenOf)];

    private readonly Usage _usage;
    private readonly RateCard _card;
    private readonly Span<decimal> _leaves;

    private LeafDecomposition(Usage usage, RateCard card, Plan plan, Span<decimal> leaves)
    {
        _usage = usage;
        _card = card;
        _leaves = leaves;
        Kinds = plan.Kinds;
        Billed = plan.Billed;
        Issues = plan.Issues;
    }

    /// <summary>Gets the kinds that have a leaf.</summary>
    public ulong Kinds { get; }

    /// <summary>Gets those of them that are billed; the others have no rate.</summary>
    public ulong Billed { get; }

    public PricingIssues Issues { get; private set; }

    /// <summary>Decides which kinds get a leaf. Its <see cref="Plan.Kinds"/> says how many leaves to make room for.</summary>
    public static Plan Prepare(in Usage usage, RateCard card, MissingRatePolicy policy)
    {
        ulong priced = card.Mask;
        ulong billed = usage.Mask & priced;
        ulong unbilled = 0;
        var issues = PricingIssues.None;
        if ((priced & 1) != 0)
        {
            // A per-request fee is due whether or not the provider counts requests.
            billed |= 1;
        }

        for (ulong rest = usage.Mask; rest != 0; rest &= rest - 1)
        {
            int kind = BitOperations.TrailingZeroCount(rest);
            ulong bit = 1UL << kind;
            ulong pricedWholes = UsageKinds.AncestorMask(kind) & priced;
            bool isPriced = (priced & bit) != 0;
            if (isPriced && (pricedWholes & ~usage.Mask) == 0 && (pricedWholes != 0 || UsageKinds.AncestorMask(kind) == 0))
            {
                continue;
            }

            if (usage.AmountAt(kind) == 0)
            {
                continue;
            }

            if ((pricedWholes & ~usage.Mask) is var unreported and not 0)
            {
                billed |= unreported;
                issues |= PricingIssues.WholeNotReported;
            }

            if (isPriced)
            {
                issues |= pricedWholes == 0 && UsageKinds.AncestorMask(kind) != 0 ? PricingIssues.WholeRateMissing : PricingIssues.None;
            }
            else if (pricedWholes == 0)
            {
                unbilled |= bit;
            }
            else if (BitOperations.PopCount(Nearest(pricedWholes)) > 1)
            {
                billed |= bit;
                issues |= PricingIssues.OverlapRateMissing;
            }
            else if ((UsuallyPricedApart & bit) != 0)
            {
                if (policy == MissingRatePolicy.LeaveUnpriced)
                {
                    unbilled |= bit;
                }
                else
                {
                    issues |= PricingIssues.BilledAtParentRate;
                }
            }
        }

        ulong overlaps = UnreportedOverlaps(usage, priced);
        return new Plan(billed | unbilled | overlaps, billed | overlaps, overlaps == 0 ? issues : issues | PricingIssues.OverlapNotReported);
    }

    /// <summary>Computes the leaves.</summary>
    public static LeafDecomposition Compute(in Usage usage, RateCard card, Plan plan, Span<decimal> leaves)
    {
        var result = new LeafDecomposition(usage, card, plan, leaves);
        for (ulong rest = plan.Kinds; rest != 0;)
        {
            int kind = 63 - BitOperations.LeadingZeroCount(rest);
            rest &= ~(1UL << kind);
            result.ComputeLeaf(kind);
        }

        return result;
    }

    /// <summary>Gets the exclusive count of a kind in <see cref="Kinds"/>.</summary>
    public readonly decimal Leaf(int kind) => _leaves[Slot(kind)];

    /// <summary>Gets the rate that bills a kind in <see cref="Billed"/>: its own, or the dearest of its nearest priced wholes.</summary>
    public readonly Rate RateOf(int kind)
    {
        if (_card.RateAt(kind) is { } own)
        {
            return own;
        }

        Rate? dearest = null;
        for (ulong rest = Nearest(UsageKinds.AncestorMask(kind) & _card.Mask); rest != 0; rest &= rest - 1)
        {
            Rate rate = _card.RateAt(BitOperations.TrailingZeroCount(rest))!;
            dearest = dearest is null || rate.Amount * dearest.Per > dearest.Amount * rate.Per ? rate : dearest;
        }

        return dearest!;
    }

    /// <summary>Gets the inclusive count of a kind: as reported, but at least what its reported parts add up to.</summary>
    public static decimal Total(in Usage usage, int kind, ref PricingIssues issues)
    {
        decimal reported = usage.AmountAt(kind);
        ulong parts = UsageKinds.DescendantMask(kind) & usage.Mask;
        if (parts == 0)
        {
            return kind == (int)UsageKind.Requests && !usage.Reports(UsageKind.Requests) ? 1m : reported;
        }

        if (SumOf(usage, parts) <= reported)
        {
            return reported;
        }

        decimal least = LeastTotal(usage, kind);
        if (least > reported && usage.Reports((UsageKind)kind))
        {
            issues |= PricingIssues.PartExceedsWhole;
        }

        return least;
    }

    private void ComputeLeaf(int kind)
    {
        PricingIssues issues = Issues;
        decimal leaf = Total(_usage, kind, ref issues);
        Issues = issues;
        ulong parts = UsageKinds.DescendantMask(kind) & Kinds;
        for (ulong rest = parts; rest != 0; rest &= rest - 1)
        {
            leaf -= Leaf(BitOperations.TrailingZeroCount(rest));
        }

        if (leaf < 0)
        {
            leaf = Math.Max(0m, leaf + BillForcedOverlapOnce(parts & Billed, -leaf));
            Issues |= PricingIssues.OverlapNotReported;
        }

        _leaves[Slot(kind)] = leaf;
    }

    /// <returns>How many units turned out to be the same unit counted twice.</returns>
    private readonly decimal BillForcedOverlapOnce(ulong parts, decimal excess)
    {
        decimal found = 0m;
        for (ulong types = parts & TokenTypes; types != 0; types &= types - 1)
        {
            int type = BitOperations.TrailingZeroCount(types);
            for (ulong modalities = parts & Modalities; modalities != 0 && found < excess; modalities &= modalities - 1)
            {
                int modality = BitOperations.TrailingZeroCount(modalities);
                decimal overlap = Math.Min(excess - found, Math.Min(Leaf(type), Leaf(modality)));
                BillOnce(type, modality, overlap);
                found += overlap;
            }
        }

        return found;
    }

    private readonly void BillOnce(int type, int modality, decimal overlap)
    {
        ulong shared = UsageKinds.DescendantMask(type) & UsageKinds.DescendantMask(modality) & _card.Mask & Kinds;
        if (shared != 0)
        {
            _leaves[Slot(BitOperations.TrailingZeroCount(shared))] += overlap;
            _leaves[Slot(type)] -= overlap;
            _leaves[Slot(modality)] -= overlap;
            return;
        }

        Rate left = RateOf(type);
        Rate right = RateOf(modality);
        int cheaper = left.Amount * right.Per <= right.Amount * left.Per ? type : modality;
        _leaves[Slot(cheaper)] -= overlap;
    }

    private static ulong UnreportedOverlaps(in Usage usage, ulong priced)
    {
        ulong found = 0;
        for (ulong rest = priced & Overlaps & ~usage.Mask; rest != 0; rest &= rest - 1)
        {
            int overlap = BitOperations.TrailingZeroCount(rest);
            ulong wholes = Nearest(UsageKinds.AncestorMask(overlap));
            int first = BitOperations.TrailingZeroCount(wholes);
            int second = 63 - BitOperations.LeadingZeroCount(wholes);
            bool bothBilled = (wholes & priced) == wholes && usage.AmountAt(first) > 0 && usage.AmountAt(second) > 0;
            found |= bothBilled ? 1UL << overlap : 0;
        }

        return found;
    }

    // Of a set of wholes, those that contain no other of the set.
    private static ulong Nearest(ulong wholes)
    {
        ulong nearest = wholes;
        for (ulong rest = wholes; rest != 0; rest &= rest - 1)
        {
            nearest &= ~UsageKinds.AncestorMask(BitOperations.TrailingZeroCount(rest));
        }

        return nearest;
    }

    // Parts along one axis exclude each other, so they add up; parts of different axes may overlap, so the larger sum is what is certain.
    private static decimal LeastTotal(in Usage usage, int kind)
    {
        decimal least = usage.AmountAt(kind);
        ulong parts = UsageKinds.DescendantMask(kind);
        if ((parts & usage.Mask) == 0)
        {
            return least;
        }

        ulong modalities = ModalityChildren[kind];
        least = Math.Max(least, LeastTotalOf(usage, modalities));
        return Math.Max(least, LeastTotalOf(usage, Children[kind] & ~modalities));
    }

    private static decimal LeastTotalOf(in Usage usage, ulong kinds)
    {
        decimal total = 0;
        for (ulong rest = kinds; rest != 0; rest &= rest - 1)
        {
            int kind = BitOperations.TrailingZeroCount(rest);
            if (((UsageKinds.DescendantMask(kind) | (1UL << kind)) & usage.Mask) != 0)
            {
                total += LeastTotal(usage, kind);
            }
        }

        return total;
    }

    private static decimal SumOf(in Usage usage, ulong kinds)
    {
        decimal sum = 0;
        for (ulong rest = kinds; rest != 0; rest &= rest - 1)
        {
            sum += usage.AmountAt(BitOperations.TrailingZeroCount(rest));
        }

        return sum;
    }

    private static ulong ChildrenOf(UsageKind kind)
    {
        ulong children = kind.Descendants().Mask;
        foreach (UsageKind part in kind.Descendants())
        {
            children &= ~part.Descendants().Mask;
        }

        return children;
    }

    // The children that fix the modality; the others fix cache state, origin or lifetime.
    private static ulong ModalityChildrenOf(UsageKind kind)
    {
        ulong children = 0;
        foreach (UsageKind child in new UsageKindSet(ChildrenOf(kind)))
        {
            bool hasModality = ((child.Ancestors().Mask | (1UL << (int)child)) & Modalities) != 0;
            bool parentHas = ((kind.Ancestors().Mask | (1UL << (int)kind)) & Modalities) != 0;
            children |= hasModality && !parentHas ? 1UL << (int)child : 0;
        }

        return children;
    }

    private static ulong Mask(Predicate<UsageKind> condition)
    {
        ulong mask = 0;
        foreach (UsageKind kind in UsageKinds.All)
        {
            mask |= condition(kind) ? 1UL << (int)kind : 0;
        }

        return mask;
    }

    private readonly int Slot(int kind) => BitOperations.PopCount(Kinds & ((1UL << kind) - 1));

    /// <summary>Which kinds get a leaf, and which of those are billed.</summary>
    internal readonly record struct Plan(ulong Kinds, ulong Billed, PricingIssues Issues);
}
