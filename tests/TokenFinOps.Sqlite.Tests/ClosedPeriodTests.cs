using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tests.Ledger;
using TokenFinOps.Tests.Reporting.Closing.Conformance;

namespace TokenFinOps.Sqlite.Tests;

public sealed class ClosedPeriodTests : ClosedPeriodStoreConformance, IDisposable
{
    private readonly TempLedger _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_month_of_the_ledger_is_closed_once_in_the_ledgers_own_file()
    {
        await using SqliteCostLedger ledger = _file.Open();
        await ledger.AppendAllAsync(EntryBuilder.Attempt(3m, EntryBuilder.Noon, ("team", "support")));
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero));
        var books = new PeriodClose(ledger, Open(), static _ => new ChargebackPlan { CostCentres = CostCentreMap.By("team") }, time);

        ClosedPeriod posted = await books.CloseAsync(BillingPeriod.Month(2026, 3), TestContext.Current.CancellationToken);
        PeriodCloseException refused = await Assert.ThrowsAsync<PeriodCloseException>(() => books.CloseAsync(BillingPeriod.Month(2026, 3), TestContext.Current.CancellationToken));

        Assert.Equal((3m, PeriodCloseRefusal.AlreadyClosed), (posted.Run.Statements.Single().Total, refused.Refusal));
        Assert.Equal(3m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().EffectiveCost);
    }

    [Fact]
    public async Task A_damaged_file_is_named()
    {
        await File.WriteAllTextAsync(_file.Path, new string('x', 5_000), TestContext.Current.CancellationToken);

        LedgerUnavailableException fault = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await Open().ListAsync(TestContext.Current.CancellationToken));

        Assert.Contains(_file.Path, fault.Message, StringComparison.Ordinal);
    }

    protected override IClosedPeriodStore Open() => new SqliteClosedPeriodStore(_file.ConnectionString);
}
