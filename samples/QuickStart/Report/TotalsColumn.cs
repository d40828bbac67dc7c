using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace QuickStart.Report;

/// <summary>A column of the bill.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Rank">When the console is narrow, columns with the highest rank are left out first.</param>
/// <param name="Value">What a row shows.</param>
internal sealed record TotalsColumn(string Title, int Rank, Func<LedgerTotals, string> Value)
{
    /// <summary>Makes the columns that every table of the bill has.</summary>
    /// <param name="total">What the shares are shares of.</param>
    public static IReadOnlyList<TotalsColumn> All(decimal total) =>
    [
        new("Calls", 1, static totals => Figures.Count(totals.Attempts)),
        new("Cost", 0, Figures.Cost),
        new("Share", 6, totals => Figures.Share(totals.EffectiveCost, total)),
        new("Input", 3, static totals => Figures.Count(totals.Usage.InputTokens - totals.Usage[UsageKind.CacheReadTokens])),
        new("Cached", 3, static totals => Figures.Count(totals.Usage[UsageKind.CacheReadTokens])),
        new("Output", 2, static totals => Figures.Count(totals.Usage.OutputTokens - totals.Usage[UsageKind.OutputReasoningTokens])),
        new("Reasoning", 5, static totals => Figures.Count(totals.Usage[UsageKind.OutputReasoningTokens])),
        new("p50", 4, static totals => Figures.Time(totals.DurationPercentiles?.P50)),
        new("p95", 4, static totals => Figures.Time(totals.DurationPercentiles?.P95)),
    ];
}
