using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql;
using TokenFinOps.Tests.Ledger.Conformance;

namespace TokenFinOps.ServerTests;

public sealed class BufferedConformanceTests : PostgreSqlConformance
{
    protected override LedgerDurability Durability => LedgerDurability.Buffered;
}

public sealed class AcknowledgedConformanceTests : PostgreSqlConformance
{
    protected override LedgerDurability Durability => LedgerDurability.Acknowledged;
}

public abstract class PostgreSqlConformance : CostLedgerConformance
{
    private readonly Dictionary<ICostLedger, TestSchema> _schemas = [];

    protected PostgreSqlConformance() => TestServer.Require();

    protected abstract LedgerDurability Durability { get; }

    protected override bool IsDurable => true;

    protected override int Iterations => 8;

    protected override ValueTask<ICostLedger> OpenAsync() => new(Open(new TestSchema()));

    protected override async ValueTask<ICostLedger> ReopenAsync(ICostLedger ledger)
    {
        _schemas.Remove(ledger, out TestSchema? schema);
        await ((PostgreSqlCostLedger)ledger).DisposeAsync();
        return Open(schema!);
    }

    protected override async ValueTask CloseAsync(ICostLedger ledger)
    {
        await base.CloseAsync(ledger);
        _schemas.Remove(ledger, out TestSchema? schema);
        await schema!.DisposeAsync();
    }

    private PostgreSqlCostLedger Open(TestSchema schema)
    {
        PostgreSqlCostLedger ledger = schema.Open(options => options.Durability = Durability);
        _schemas.Add(ledger, schema);
        return ledger;
    }
}
