using System.Numerics;

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
    public static CostBreakdown Price(Usage usage, RateCard card, PricingTerms? terms = null)
    {
        ArgumentNullException.ThrowIfNull(card);
        terms ??= PricingTerms.Default;

        LeafDecomposition.Plan plan = LeafDecomposition.Prepare(usage, card, terms.MissingRates);
        Span<decimal> room = stackalloc decimal[BitOperations.PopCount(plan.Kinds)];
        LeafDecomposition leaves = LeafDecomposition.Compute(usage, card, plan, room);
        PricingIssues issues = leaves.Issues;

        decimal compared = card.HasTiers ? ComparedTokens(usage, card.TierRule.Basis, ref issues) : 0m;
        decimal region = terms.Region is null ? 1m : card.RegionMultiplier(terms.Region);
        var bill = new BillBuilder(stackalloc CostLine[RoomFor(card, plan)]);
        ulong missing = 0;
        for (ulong rest = plan.Kinds; rest != 0; rest &= rest - 1)
        {
            int kind = BitOperations.TrailingZeroCount(rest);
            decimal quantity = leaves.Leaf(kind);
            if (quantity == 0)
            {
                continue;
            }

            if ((plan.Billed & (1UL << kind)) == 0)
            {
                missing |= 1UL << kind;
                continue;
            }

            bill.Add((UsageKind)kind, quantity, leaves.RateOf(kind), compared, card.TierRule, region);
        }

        return Total(card, terms, issues, new UsageKindSet(missing), plan.Kinds == 0, ref bill);
    }

    private static CostBreakdown Total(
        RateCard card, PricingTerms terms, PricingIssues issues, UsageKindSet missing, bool nothingReported, ref BillBuilder bill)
    {
        if (nothingReported || (bill.Count == 0 && !missing.IsEmpty))
        {
            return new CostBreakdown(PricingStatus.Unpriced, null, null, card.Currency, []) { Missing = missing, Issues = issues, Card = card };
        }

        PricingStatus status = missing.IsEmpty ? PricingStatus.Priced : PricingStatus.PartiallyPriced;
        decimal effective = terms.Adjustment.IsNone ? bill.Sum : terms.Adjustment.Apply(bill.Sum);
        return new CostBreakdown(status, bill.Sum, effective, card.Currency, bill.ToLines()) { Missing = missing, Issues = issues, Card = card };
    }

    private static decimal ComparedTokens(in Usage usage, ContextTierBasis basis, ref PricingIssues issues)
    {
        decimal input = Reported(usage, UsageKind.InputTokens, ref issues);
        return basis switch
        {
            ContextTierBasis.TotalTokens => input + Reported(usage, UsageKind.OutputTokens, ref issues),
            ContextTierBasis.UncachedInput => Math.Max(
                0m,
                input - Reported(usage, UsageKind.CacheReadTokens, ref issues) - Reported(usage, UsageKind.CacheWriteTokens, ref issues)),
            _ => input,
        };
    }

    // A total that the provider states decides the tier, whatever its parts say; only one that is missing is made up from them.
    private static decimal Reported(in Usage usage, UsageKind kind, ref PricingIssues issues)
    {
        if (usage.Reports(kind))
        {
            return usage[kind];
        }

        decimal total = LeafDecomposition.Total(usage, (int)kind, ref issues);
        issues |= total > 0 ? PricingIssues.WholeNotReported : PricingIssues.None;
        return total;
    }

    private static int RoomFor(RateCard card, LeafDecomposition.Plan plan)
    {
        int room = BitOperations.PopCount(plan.Kinds);
        if (card.HasTiers && card.TierRule.Mode == ContextTierMode.Graduated)
        {
            int tiers = 0;
            foreach (Rate rate in card.Rates)
            {
                tiers = Math.Max(tiers, rate.Tiers.Length);
            }

            room *= tiers + 1;
        }

        return room;
    }

    private ref struct BillBuilder(Span<CostLine> room)
    {
        private readonly Span<CostLine> _room = room;

        public int Count { get; private set; }

        public decimal Sum { get; private set; }

        public readonly System.Collections.Immutable.ImmutableArray<CostLine> ToLines() => [.. _room[..Count]];

        public void Add(UsageKind kind, decimal quantity, Rate rate, decimal compared, ContextTierRule rule, decimal region)
        {
            if (rate.Tiers.IsEmpty)
            {
                AddLine(kind, quantity, rate.Amount, rate, region);
            }
            else if (rule.Mode == ContextTierMode.WholeRequest)
            {
                AddLine(kind, quantity, rate.AmountFor(compared, rule), rate, region);
            }
            else
            {
                AddGraduated(kind, quantity, rate, region);
            }
        }

        private void AddGraduated(UsageKind kind, decimal quantity, Rate rate, decimal region)
        {
            decimal from = 0;
            decimal amount = rate.Amount;
            foreach (ContextTier tier in rate.Tiers)
            {
                decimal upTo = Math.Min(quantity, tier.Threshold);
                if (upTo > from)
                {
                    AddLine(kind, upTo - from, amount, rate, region);
                    from = upTo;
                }

                amount = tier.Amount;
            }

            if (quantity > from)
            {
                AddLine(kind, quantity - from, amount, rate, region);
            }
        }

        private void AddLine(UsageKind kind, decimal quantity, decimal amount, Rate rate, decimal region)
        {
            decimal regional = region == 1m ? amount : amount * region;
            _room[Count++] = new CostLine(kind, quantity, regional, rate.Per);
            Sum += Rate.Cost(quantity, regional, rate.Per, rate.Multiplier);
        }
    }
}
