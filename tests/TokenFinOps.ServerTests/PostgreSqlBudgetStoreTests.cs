using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.PostgreSql.Budgets;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.Tests.Budgets.Conformance;

namespace TokenFinOps.ServerTests;

public sealed class PostgreSqlBudgetStoreTests : BudgetStoreConformance
{
    private TestSchema _schema;

    public PostgreSqlBudgetStoreTests()
    {
        TestServer.Require();
        _schema = new TestSchema();
    }

    protected override async Task<long> CountAccountsAsync() => (long)(await _schema.RunAsync("SELECT count(*) FROM $S.budget_account"))!;

    protected override async ValueTask ClearAsync()
    {
        await _schema.DisposeAsync();
        _schema = new TestSchema();
    }

    private protected override IBudgetStore Open(TimeProvider time) => new SharedBudgetStore(NewBackend(), TimeSpan.FromSeconds(30), time, NullLogger.Instance);

    private protected override async ValueTask CleanAsync(IBudgetStore store, DateTimeOffset now)
    {
        await using PostgreSqlBudgetBackend backend = NewBackend();
        await backend.CleanAsync(now, TestContext.Current.CancellationToken);
    }

    private PostgreSqlBudgetBackend NewBackend() => new(LedgerDataSource.Of(_schema.ConnectionString), _schema.Name, ownsSource: true);
}
