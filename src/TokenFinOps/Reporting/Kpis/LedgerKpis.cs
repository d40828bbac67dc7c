using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Kpis;

/// <summary>Asks a ledger for the KPIs that it can answer by itself.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class LedgerKpis
{
    /// <summary>Works out the KPIs of a period.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="filter">Which entries; <see langword="null"/> is all.</param>
    /// <param name="currency">The ISO 4217 code of the currency whose entries count.</param>
    /// <param name="requiredTags">The tags that compliant cost has; none leaves <see cref="KpiReport.TagCompliance"/> unknown.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The KPIs.</returns>
    public static async Task<KpiReport> KpisAsync(
        this ICostLedger ledger,
        LedgerFilter? filter = null,
        string currency = CurrencyCode.Usd,
        IReadOnlyCollection<string>? requiredTags = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        LedgerQuery query = LedgerQuery.All with { Filter = (filter ?? LedgerFilter.All).Where(LedgerDimension.Currency, CurrencyCode.Canonical(currency)) };
        LedgerDimension[] tags = [.. (requiredTags ?? []).Select(LedgerDimension.Tag)];
        LedgerReport main = await ledger.QueryAsync(query.GroupBy([LedgerDimension.Outcome, .. tags]), cancellationToken);
        LedgerReport runs = await ledger.QueryAsync(query.GroupBy(LedgerDimension.Run), cancellationToken);
        return WithRuns(Of(main, currency), runs) with { TagCompliance = tags.Length == 0 ? null : Compliance(main, currency) };
    }

    /// <summary>Works out the KPIs that the totals of some entries answer.</summary>
    /// <param name="totals">The totals.</param>
    /// <returns>The KPIs; those that need more than totals are unknown.</returns>
    public static KpiReport Of(LedgerTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return new KpiReport
        {
            Currency = totals.Currency,
            Cost = totals.EffectiveCost,
            Calls = totals.Attempts,
            PricedShare = KpiRatio.Of(totals.Attempts - totals.Unpriced, totals.Attempts),
            CostPerCall = UnitCosts.PerCall(totals.EffectiveCost, totals.Attempts),
            CostPerInference = UnitCosts.PerInference(totals.EffectiveCost, totals.Attempts, totals.Failed),
            TokensPerCall = TokenKpis.PerCall(totals.Usage.InputTokens, totals.Usage.OutputTokens, totals.Attempts),
            CacheHitRate = TokenKpis.CacheHitRate(totals.Usage[UsageKind.CacheReadTokens], totals.Usage.InputTokens),
            ReasoningRatio = TokenKpis.ReasoningRatio(totals.Usage[UsageKind.OutputReasoningTokens], totals.Usage.OutputTokens),
            ErrorRate = TokenKpis.ErrorRate(totals.Failed, totals.Attempts),
            EffectiveSavingsRate = SavingsKpis.EffectiveSavingsRate(totals.EffectiveCost, totals.ListCost),
        };
    }

    private static KpiReport Of(LedgerReport byOutcome, string currency)
    {
        KpiReport kpis = Of(byOutcome.TotalIn(currency));
        decimal failed = CostOf(byOutcome.Rows.Where(static row => row.Keys[0] == nameof(AttemptOutcome.Failed)));
        return kpis with { FailedCostShare = TokenKpis.WasteShare(failed, kpis.Cost) };
    }

    private static KpiReport WithRuns(KpiReport kpis, LedgerReport byRun)
    {
        if (!byRun.IsComplete)
        {
            return kpis;
        }

        LedgerRow[] runs = [.. byRun.Rows.Where(static row => row.Keys[0] is not null)];
        LedgerRow[] agents = [.. runs.Where(static row => row.Totals.Attempts > 1)];
        return kpis with
        {
            CostPerThought = UnitCosts.PerThought(CostOf(runs), runs.Length),
            CostPerAgentCycle = UnitCosts.PerAgentCycle(CostOf(agents), agents.Sum(static row => row.Totals.Attempts)),
        };
    }

    private static decimal? Compliance(LedgerReport byTags, string currency) => AllocationKpis.TagCompliance(
        CostOf(byTags.Rows.Where(static row => !row.IsOverflow && row.Keys.Skip(1).All(static value => value is not null))), byTags.TotalIn(currency).EffectiveCost);

    private static decimal CostOf(IEnumerable<LedgerRow> rows) => ExactSum.Of(rows.Select(static row => row.Totals.EffectiveCost)).ToDecimal();
}
