using System.Runtime.CompilerServices;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Which kinds of token are the dearest on a rate card, in each of its context tiers. Found once for each card. Thread-safe.</summary>
internal sealed class DearestKinds
{
    private static readonly ConditionalWeakTable<RateCard, DearestKinds> OfCards = [];

    private readonly RateCard _card;
    private readonly Segment[] _segments;

    private DearestKinds(RateCard card)
    {
        _card = card;
        IEnumerable<long> thresholds = card.Rates.SelectMany(static rate => rate.Tiers).Select(static tier => tier.Threshold).Distinct().Order();
        _segments = [.. thresholds.Prepend(-1).Select(threshold => SegmentAbove(card, threshold))];
    }

    public static DearestKinds Of(RateCard card) => OfCards.GetValue(card, static card => new DearestKinds(card));

    /// <summary>Prices the dearest usage that a request can turn out to be.</summary>
    public WorstCase Price(in WorstRequest request, PricingTerms terms, string model)
    {
        // Most prices rise with the context. Where one falls, a little less input may cost more, so every tier below is tried as well.
        WorstCase? worst = null;
        for (int i = 0; i < _segments.Length && (i == 0 || Compared(request) >= _segments[i].Above); i++)
        {
            long input = i + 1 < _segments.Length ? Math.Min(request.Input, _segments[i + 1].Above) : request.Input;
            WorstCase candidate = Price(_segments[i], request with { Input = input }, terms, model);
            worst = worst is null || candidate.Cost >= worst.Cost ? candidate with { InputTokens = request.Input } : worst;
        }

        return worst!;
    }

    private WorstCase Price(Segment segment, in WorstRequest request, PricingTerms terms, string model)
    {
        Usage usage = UsageOf(segment, request);
        CostBreakdown cost = CostCalculator.Price(usage, _card, terms);
        return new WorstCase(request.Input, request.Output, usage, cost.Effective, cost.Currency, model);
    }

    private static Usage UsageOf(Segment segment, in WorstRequest request)
    {
        Span<long> byKind = stackalloc long[UsageKinds.Count];
        ulong mask = 0;
        mask |= Fill(byKind, UsageKind.InputTokens, request.HasMedia ? segment.Media : segment.Text, request.Input);
        if (request.Output > 0)
        {
            mask |= Fill(byKind, UsageKind.OutputTokens, segment.Output, request.Output);
        }

        foreach (UsageKind tool in request.Tools.Kinds)
        {
            mask |= 1UL << (int)tool;
            byKind[(int)tool] = (long)request.Tools[tool];
        }

        var amounts = new long[System.Numerics.BitOperations.PopCount(mask)];
        int slot = 0;
        foreach (UsageKind kind in new UsageKindSet(mask))
        {
            amounts[slot++] = byKind[(int)kind];
        }

        return new Usage(mask, amounts);
    }

    // A part is reported with all the wholes around it.
    private static ulong Fill(Span<long> byKind, UsageKind whole, UsageKind part, long count)
    {
        ulong mask = (1UL << (int)whole) | (1UL << (int)part) | part.Ancestors().Mask;
        foreach (UsageKind kind in new UsageKindSet(mask))
        {
            byKind[(int)kind] = count;
        }

        return mask;
    }

    private long Compared(in WorstRequest request) =>
        _card.TierRule.Basis == ContextTierBasis.TotalTokens ? request.Input + request.Output : request.Input;

    private static Segment SegmentAbove(RateCard card, long threshold) => new(
        threshold,
        Dearest(card, threshold, UsageKind.InputTokens, IsText),
        Dearest(card, threshold, UsageKind.InputTokens, static kind => kind.IsTokens() && kind.Direction() == UsageDirection.Input),
        Dearest(card, threshold, UsageKind.OutputTokens, static kind => kind.IsTokens() && kind.Direction() == UsageDirection.Output));

    private static bool IsText(UsageKind kind) =>
        kind.IsTokens() && kind.Direction() == UsageDirection.Input
        && kind is not (UsageKind.InputAudioTokens or UsageKind.InputImageTokens or UsageKind.InputVideoTokens)
        && !kind.Ancestors().Contains(UsageKind.InputAudioTokens)
        && !kind.Ancestors().Contains(UsageKind.InputImageTokens)
        && !kind.Ancestors().Contains(UsageKind.InputVideoTokens);

    private static UsageKind Dearest(RateCard card, long threshold, UsageKind whole, Predicate<UsageKind> mayBill)
    {
        UsageKind dearest = whole;
        decimal highest = -1;
        foreach (Rate rate in card.Rates)
        {
            decimal unit = rate.AmountIn(rate.TierFor(threshold + 1, card.TierRule)) / rate.Per;
            if (mayBill(rate.Kind) && unit > highest)
            {
                (dearest, highest) = (rate.Kind, unit);
            }
        }

        return dearest;
    }

    private readonly record struct Segment(long Above, UsageKind Text, UsageKind Media, UsageKind Output);
}
