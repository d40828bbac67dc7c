using System.Numerics;

namespace TokenFinOps.Pricing;

/// <summary>Which kinds of a usage get a leaf, and which of those are billed; the others have no rate.</summary>
internal readonly record struct LeafPlan(ulong Kinds, ulong Billed, PricingIssues Issues)
{
    /// <summary>Decides it, from what was reported and what the card prices.</summary>
    public static LeafPlan Make<T>(UsageCounts<T> usage, RateCard card, MissingRatePolicy policy)
        where T : unmanaged, INumber<T>
    {
        ulong priced = card.Mask;

        // A per-request fee is due whether or not the provider counts requests.
        var plan = new LeafPlan(0, (usage.Mask & priced) | (priced & 1), PricingIssues.None);
        for (ulong rest = usage.Mask; rest != 0; rest &= rest - 1)
        {
            int kind = BitOperations.TrailingZeroCount(rest);
            ulong wholes = UsageKinds.AncestorMask(kind);
            ulong pricedWholes = wholes & priced;
            bool isOrdinary = (priced & (1UL << kind)) != 0 && (pricedWholes & ~usage.Mask) == 0 && (pricedWholes != 0 || wholes == 0);
            if (!isOrdinary && usage[kind] != T.Zero)
            {
                plan = plan.Place(kind, pricedWholes, priced, usage.Mask, policy);
            }
        }

        ulong overlaps = UnreportedOverlaps(usage, priced);
        ulong billed = plan.Billed | overlaps;
        return new LeafPlan(plan.Kinds | billed, billed, overlaps == 0 ? plan.Issues : plan.Issues | PricingIssues.OverlapNotReported);
    }

    private LeafPlan Place(int kind, ulong pricedWholes, ulong priced, ulong reported, MissingRatePolicy policy)
    {
        ulong bit = 1UL << kind;
        ulong unreported = pricedWholes & ~reported;
        LeafPlan plan = unreported == 0 ? this : Bill(unreported, PricingIssues.WholeNotReported);
        if ((priced & bit) != 0)
        {
            return pricedWholes == 0 ? plan.Bill(0, PricingIssues.WholeRateMissing) : plan;
        }

        // Where there is no per-request fee, a counted request costs nothing and is not missing a rate.
        if (kind == (int)UsageKind.Requests)
        {
            return plan;
        }

        if (pricedWholes == 0)
        {
            return plan with { Kinds = plan.Kinds | bit };
        }

        if (BitOperations.PopCount(KindLattice.Nearest(pricedWholes)) > 1)
        {
            return plan.Bill(bit, PricingIssues.OverlapRateMissing);
        }

        if ((KindLattice.UsuallyPricedApart & bit) == 0)
        {
            return plan;
        }

        return policy == MissingRatePolicy.LeaveUnpriced
            ? plan with { Kinds = plan.Kinds | bit }
            : plan.Bill(0, PricingIssues.BilledAtParentRate);
    }

    private LeafPlan Bill(ulong kinds, PricingIssues issue) => new(Kinds, Billed | kinds, Issues | issue);

    // Overlaps that have a rate and were not reported although both their wholes were, and are billed.
    private static ulong UnreportedOverlaps<T>(UsageCounts<T> usage, ulong priced)
        where T : unmanaged, INumber<T>
    {
        ulong found = 0;
        for (ulong rest = priced & KindLattice.Overlaps & ~usage.Mask; rest != 0; rest &= rest - 1)
        {
            int overlap = BitOperations.TrailingZeroCount(rest);
            ulong wholes = KindLattice.Nearest(UsageKinds.AncestorMask(overlap));
            int first = BitOperations.TrailingZeroCount(wholes);
            int second = 63 - BitOperations.LeadingZeroCount(wholes);
            bool bothBilled = (wholes & priced) == wholes && usage[first] > T.Zero && usage[second] > T.Zero;
            found |= bothBilled ? 1UL << overlap : 0;
        }

        return found;
    }
}
