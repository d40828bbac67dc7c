using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Sqlite.Tests;

public sealed class ClosedPeriodTests : IDisposable
{
    private static readonly BillingPeriod March = BillingPeriod.Month(2026, 3);

    private readonly TempLedger _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_closed_month_is_in_the_ledgers_file_as_it_was_posted_and_cannot_be_closed_again()
    {
        ClosedPeriod posted = await CloseAsync();
        var store = new SqliteClosedPeriodStore(_file.ConnectionString);

        ClosedPeriod? found = await store.FindAsync(March.Name, TestContext.Current.CancellationToken);

        Assert.Equal(posted.ContentHash, found!.ContentHash);
        Assert.Equal(3m, found.Run.Statements.Single().Total);
        Assert.Equal(posted.ContentHash, Assert.Single(await store.ListAsync(TestContext.Current.CancellationToken)).ContentHash);
        Assert.Null(await store.FindAsync("2026-02", TestContext.Current.CancellationToken));
        PeriodCloseException refused = await Assert.ThrowsAsync<PeriodCloseException>(CloseAsync);
        Assert.Equal(PeriodCloseRefusal.AlreadyClosed, refused.Refusal);
    }

    [Fact]
    public async Task Keeping_the_same_period_again_does_nothing()
    {
        ClosedPeriod posted = await CloseAsync();
        var store = new SqliteClosedPeriodStore(_file.ConnectionString);

        await store.SaveAsync(posted, TestContext.Current.CancellationToken);

        Assert.Single(await store.ListAsync(TestContext.Current.CancellationToken));
    }

    private async Task<ClosedPeriod> CloseAsync()
    {
        await using SqliteCostLedger ledger = _file.Open();
        await ledger.AppendAllAsync(EntryBuilder.Attempt(3m, EntryBuilder.Noon, ("team", "support")));
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero));
        var closing = new PeriodClose(
            ledger, new SqliteClosedPeriodStore(_file.ConnectionString), static _ => new ChargebackPlan { CostCentres = CostCentreMap.By("team") }, time);
        return await closing.CloseAsync(March, TestContext.Current.CancellationToken);
    }
}
