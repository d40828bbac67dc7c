using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace QuickStart.Report;

/// <summary>What the ledger says about a workload: a handful of questions and their answers.</summary>
internal sealed record Bill
{
    public required LedgerReport Teams { get; init; }

    public required LedgerReport Features { get; init; }

    public required LedgerReport Models { get; init; }

    public required LedgerReport Customers { get; init; }

    /// <summary>Gets the dearest run of an agent.</summary>
    public required LedgerReport Runs { get; init; }

    /// <summary>Gets the calls without a price, by model and who made them.</summary>
    public required LedgerReport Unpriced { get; init; }

    /// <summary>Gets the calls whose usage was estimated, by how they ended.</summary>
    public required LedgerReport Estimated { get; init; }

    /// <summary>Gets the calls that failed, by feature and error.</summary>
    public required LedgerReport Failed { get; init; }

    /// <summary>Gets everything, one a currency.</summary>
    public IReadOnlyList<LedgerTotals> Totals => Teams.Totals;

    public static async Task<Bill> ReadAsync(ICostLedger ledger, CancellationToken cancellationToken)
    {
        Task<LedgerReport> Ask(LedgerQuery query) => ledger.QueryAsync(query, cancellationToken).AsTask();
        LedgerQuery dearestFirst = LedgerQuery.All.OrderBy(LedgerMeasure.EffectiveCost);
        return new Bill
        {
            Teams = await Ask(dearestFirst.GroupBy("team")),
            Features = await Ask(dearestFirst.GroupBy("team", "feature")),
            Models = await Ask(dearestFirst.GroupBy(LedgerDimension.Model)),
            Customers = await Ask(dearestFirst.WhereNot("customer", (string?)null).GroupBy("customer").Top(5)),
            Runs = await Ask(dearestFirst.WhereNot(LedgerDimension.Run, (string?)null).GroupBy(LedgerDimension.Run, "feature", "customer").Top(1)),
            Unpriced = await Ask(LedgerQuery.All.Where(LedgerDimension.PricingStatus, nameof(PricingStatus.Unpriced)).WhereNot(LedgerDimension.Outcome, nameof(AttemptOutcome.Failed)).GroupBy(LedgerDimension.Model, "team")),
            Estimated = await Ask(LedgerQuery.All.Where(LedgerDimension.UsageOrigin, nameof(UsageOrigin.Estimated)).WhereNot(LedgerDimension.Outcome, nameof(AttemptOutcome.Failed)).GroupBy(LedgerDimension.Outcome, "feature")),
            Failed = await Ask(LedgerQuery.All.Where(LedgerDimension.Outcome, nameof(AttemptOutcome.Failed)).GroupBy("team", "feature")),
        };
    }
}
