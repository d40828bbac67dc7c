using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Tests.Ledger.Conformance;

namespace TokenFinOps.Sqlite.Tests;

public sealed class BufferedConformanceTests : SqliteConformance
{
    protected override LedgerDurability Durability => LedgerDurability.Buffered;
}

public sealed class AcknowledgedConformanceTests : SqliteConformance
{
    protected override LedgerDurability Durability => LedgerDurability.Acknowledged;
}

public abstract class SqliteConformance : CostLedgerConformance
{
    private readonly Dictionary<ICostLedger, TempLedger> _files = [];

    protected abstract LedgerDurability Durability { get; }

    protected override bool IsDurable => true;

    protected override ValueTask<ICostLedger> OpenAsync() => new(Open(new TempLedger()));

    protected override async ValueTask<ICostLedger> ReopenAsync(ICostLedger ledger)
    {
        _files.Remove(ledger, out TempLedger? file);
        await ((SqliteCostLedger)ledger).DisposeAsync();
        return Open(file!);
    }

    protected override async ValueTask CloseAsync(ICostLedger ledger)
    {
        await base.CloseAsync(ledger);
        _files.Remove(ledger, out TempLedger? file);
        file!.Dispose();
    }

    private SqliteCostLedger Open(TempLedger file)
    {
        SqliteCostLedger ledger = file.Open(Durability);
        lock (_files)
        {
            _files.Add(ledger, file);
        }

        return ledger;
    }
}
