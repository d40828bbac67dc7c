using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>Reads a replay's totals back from a ledger, by its query model only, so that every store is asked the same.</summary>
internal static class LedgerReading
{
    /// <summary>The deployment of entries that are one call each; rows that were appended have none, and count their calls in the usage.</summary>
    public const string Calls = "replay";

    /// <summary>The tag that names the client.</summary>
    public const string Client = "client";

    public static async Task<ReplayTotals> ReadAsync(ICostLedger ledger, CancellationToken cancellationToken)
    {
        LedgerReport all = await ledger.QueryAsync(LedgerQuery.All.GroupBy(LedgerDimension.Deployment), cancellationToken).ConfigureAwait(false);
        LedgerReport clients = await ledger.QueryAsync(LedgerQuery.All.GroupBy(Client), cancellationToken).ConfigureAwait(false);
        LedgerReport hours = await ledger.QueryAsync(LedgerQuery.All.By(TimeBucket.Hour), cancellationToken).ConfigureAwait(false);
        LedgerTotals totals = all.TotalIn();
        return new ReplayTotals
        {
            Entries = totals.Attempts,
            Requests = totals.Usage[UsageKind.Requests] + all.Rows.Where(static row => row.Keys[0] == Calls).Sum(static row => row.Totals.Attempts),
            Input = totals.Usage.InputTokens,
            Output = totals.Usage.OutputTokens,
            CachedInput = totals.Usage[UsageKind.CacheReadTokens],
            Reasoning = totals.Usage[UsageKind.OutputReasoningTokens],
            Clients = IsWhole(clients) ? clients.Rows.Count(static row => row.Keys[0] is not null) : null,
            Hours = IsWhole(hours) ? hours.Rows.Length : null,
            Cost = totals.Unpriced + totals.PartiallyPriced == 0 && all.IsComplete ? totals.EffectiveCost : null,
        };
    }

    private static bool IsWhole(LedgerReport report) => report.IsComplete && !report.Rows.Any(static row => row.IsOverflow);
}
