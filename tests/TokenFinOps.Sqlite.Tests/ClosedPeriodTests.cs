using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
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
        await CloseOnceAsync(ledger);

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
