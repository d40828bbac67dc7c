using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Chargeback;

/// <summary>A ledger and the statements that are made of it, month by month in 2026.</summary>
internal sealed class Books
{
    public static ChargebackPlan ByTeam { get; } = new() { CostCentres = CostCentreMap.By("team") };

    public static CostPool Embeddings { get; } =
        CostPool.FromLedger("embeddings", LedgerFilter.All.Where(LedgerDimension.Operation, "embeddings"), AllocationMethod.Proportional);

    public InMemoryCostLedger Ledger { get; } = new();

    public static BillingPeriod Month(int month) => BillingPeriod.Month(2026, month);

    public static DateTimeOffset Day(int month, int day) => new(2026, month, day, 12, 0, 0, TimeSpan.Zero);

    public static LedgerEntry Call(decimal cost, string? team, int month = 3, int day = 10, string currency = "USD") =>
        (team is null ? EntryBuilder.Attempt(cost, Day(month, day)) : EntryBuilder.Attempt(cost, Day(month, day), ("team", team))) with
        {
            Cost = EntryBuilder.Priced(cost, currency: currency),
        };

    /// <summary>Makes the entry by which a call costs more, or less.</summary>
    public static LedgerEntry Correction(LedgerEntry call, decimal difference) => call with
    {
        Id = Guid.NewGuid(),
        Kind = LedgerEntryKind.Correction,
        Correction = new EntryCorrection { AttemptId = call.Id, MeteredStatus = call.Cost.Status },
        Usage = Usage.None,
        Cost = EntryBuilder.Priced(difference),
        BaselineCost = difference,
    };

    public Task AddAsync(params IEnumerable<LedgerEntry> entries) => Ledger.AppendAllAsync(entries);

    public async Task<ChargebackRun> ShowAsync(ChargebackPlan plan, int month = 3)
    {
        ChargebackRun run = await Ledger.ShowbackAsync(plan, Month(month), TestContext.Current.CancellationToken);
        Assert.True(run.Controls.Ties, run.Controls.ToString());
        return run;
    }
}
