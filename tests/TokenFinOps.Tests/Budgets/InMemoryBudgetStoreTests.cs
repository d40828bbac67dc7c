using TokenFinOps.Budgets.Storage;
using TokenFinOps.Tests.Budgets.Conformance;

namespace TokenFinOps.Tests.Budgets;

public sealed class InMemoryBudgetStoreTests : BudgetStoreConformance
{
    protected override bool IsShared => false;

    protected override ValueTask ClearAsync() => ValueTask.CompletedTask;

    private protected override IBudgetStore Open(TimeProvider time) => new InMemoryBudgetStore(time);
}
