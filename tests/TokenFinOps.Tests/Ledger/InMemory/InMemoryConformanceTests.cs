using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Tests.Ledger.Conformance;

namespace TokenFinOps.Tests.Ledger.InMemory;

public sealed class InMemoryConformanceTests : CostLedgerConformance
{
    protected override int Iterations => 100;

    protected override ValueTask<ICostLedger> OpenAsync() => new(new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = 10_000 }));
}
