using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.Sqlite.Budgets;
using TokenFinOps.Tests.Budgets.Conformance;

namespace TokenFinOps.Sqlite.Tests;

public sealed class SqliteBudgetStoreTests : BudgetStoreConformance
{
    private TempLedger? _file;

    [Fact]
    public async Task A_file_that_is_locked_for_a_while_is_waited_for()
    {
        var file = new LedgerFile((_file ??= new TempLedger()).ConnectionString, new SqliteLedgerOptions { BusyTimeout = TimeSpan.Zero });
        var away = new Signal();
        await using var store = new SharedBudgetStore(new SqliteBudgetBackend(file), TimeSpan.FromMinutes(1), TimeProvider.System, away);
        await using var bench = new StoreBench(store, TimeProvider.System, Budget.ForApplication().Monthly(10m));
        await bench.SpendAsync(1m);
        Task spend;
        using (SqliteConnection other = new(_file.ConnectionString))
        {
            other.Open();
            using SqliteTransaction locked = other.BeginTransaction(deferred: false);
            spend = bench.SpendAsync(2m);
            await away.Raised.Task.WaitAsync(TestContext.Current.CancellationToken);
            Assert.False(spend.IsCompleted);
        }

        await spend;

        Assert.Equal(3m, (await bench.StatusAsync()).Spent);
    }

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

    /// <summary>Tells when the store warns that its file cannot be used.</summary>
    private sealed class Signal : ILogger
    {
        public TaskCompletionSource Raised { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Raised.TrySetResult();
    }
}
