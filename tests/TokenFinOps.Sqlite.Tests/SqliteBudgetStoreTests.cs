using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.Sqlite.Budgets;
using TokenFinOps.Tests.Budgets.Conformance;

namespace TokenFinOps.Sqlite.Tests;

public sealed class SqliteBudgetStoreTests : BudgetStoreConformance
{
    private TempLedger? _file;

    protected override async Task<long> CountAccountsAsync()
    {
        await using SqliteConnection connection = NewFile().OpenToRead();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM budget_account";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    protected override ValueTask ClearAsync()
    {
        NewFile().Release();
        _file?.Dispose();
        _file = null;
        return ValueTask.CompletedTask;
    }

    private protected override IBudgetStore Open(TimeProvider time) =>
        new SharedBudgetStore(new SqliteBudgetBackend(NewFile()), TimeSpan.FromSeconds(30), time, NullLogger.Instance);

    private protected override async ValueTask CleanAsync(IBudgetStore store, DateTimeOffset now)
    {
        await using var backend = new SqliteBudgetBackend(NewFile());
        await backend.CleanAsync(now, TestContext.Current.CancellationToken);
    }

    private LedgerFile NewFile() => new((_file ??= new TempLedger()).ConnectionString, new SqliteLedgerOptions());
}
