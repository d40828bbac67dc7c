using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Currencies;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>Sums ledger cost up into the lines that a statement shows.</summary>
internal static class DirectLines
{
    /// <summary>Makes a line for every combination of the details and the original currency, in the order of their values.</summary>
    public static ImmutableArray<DirectLine> Of(IEnumerable<LedgerSlice> slices, ChargebackPlan plan) =>
    [
        .. from slice in slices
           group slice by new GroupKey(null, slice.Totals.Currency, [.. plan.Detail.Select(slice.ValueOf)], slice.IsOverflow) into line
           orderby line.Key
           select Line(line.Key, [.. line]),
    ];

    /// <summary>Sums costs up in the currencies that they were recorded in.</summary>
    public static ImmutableArray<CurrencyAmount> Originals(IEnumerable<LedgerSlice> slices) =>
    [
        .. from slice in slices
           group slice.Totals.EffectiveCost by slice.Totals.Currency into amounts
           orderby amounts.Key
           select new CurrencyAmount(amounts.Key, ExactSum.Of(amounts).ToDecimal()),
    ];

    private static DirectLine Line(GroupKey key, LedgerSlice[] slices) => new()
    {
        Keys = key.Values,
        Attempts = slices.Sum(static each => each.Totals.Attempts),
        Unpriced = slices.Sum(static each => each.Totals.Unpriced),
        InputTokens = slices.Sum(static each => each.Totals.Usage.InputTokens),
        OutputTokens = slices.Sum(static each => each.Totals.Usage.OutputTokens),
        OriginalCurrency = key.Currency,
        OriginalCost = ExactSum.Of(slices.Select(static each => each.Totals.EffectiveCost)).ToDecimal(),
        ListCost = ExactSum.Of(slices.Select(static each => each.ListCost)).ToDecimal(),
        Cost = ExactSum.Of(slices.Select(static each => each.Cost)).ToDecimal(),
    };
}
