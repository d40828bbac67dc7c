using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace QuickStart.Report;

/// <summary>What the ledger says about a workload: a handful of questions and their answers.</summary>
internal sealed record Bill
{
    private const int MostCustomers = 5;

    public required LedgerReport Teams { get; init; }

    public required LedgerReport Features { get; init; }

    public required LedgerReport Models { get; init; }

    public required LedgerReport Customers { get; init; }

    /// <summary>Gets the dearest run of an agent.</summary>
    public required LedgerReport Runs { get; init; }

    /// <summary>Gets the calls without a price, by model and team.</summary>
    public required LedgerReport Unpriced { get; init; }

    /// <summary>Gets the calls whose usage was estimated, by how they ended.</summary>
    public required LedgerReport Estimated { get; init; }

    /// <summary>Gets everything, one a currency.</summary>
    public IReadOnlyList<LedgerTotals> Totals => Teams.Totals;

    public static async Task<Bill> ReadAsync(ICostLedger ledger, CancellationToken cancellationToken)
    {
        ValueTask<LedgerReport> Ask(LedgerQuery query) => ledger.QueryAsync(query, cancellationToken);
        LedgerQuery dearestFirst = LedgerQuery.All.OrderBy(LedgerMeasure.EffectiveCost);
        LedgerQuery answered = LedgerQuery.All.WhereNot(LedgerDimension.Outcome, nameof(AttemptOutcome.Failed));
        return new Bill
        {
            Teams = await Ask(dearestFirst.GroupBy("team")),
            Features = await Ask(dearestFirst.GroupBy("team", "feature")),
            Models = await Ask(dearestFirst.GroupBy(LedgerDimension.Model)),
            Customers = await Ask(dearestFirst.WhereNot("customer", (string?)null).GroupBy("customer").Top(MostCustomers)),
            Runs = await Ask(dearestFirst.WhereNot(LedgerDimension.Run, (string?)null).GroupBy(LedgerDimension.Run, "feature", "customer").Top(1)),
            Unpriced = await Ask(answered.Where(LedgerDimension.PricingStatus, nameof(PricingStatus.Unpriced)).GroupBy(LedgerDimension.Model, "team")),
            Estimated = await Ask(answered.Where(LedgerDimension.UsageOrigin, nameof(UsageOrigin.Estimated)).GroupBy(LedgerDimension.Outcome, "feature")),
        };
    }
}
