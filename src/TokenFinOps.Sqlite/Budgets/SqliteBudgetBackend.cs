using Microsoft.Data.Sqlite;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage.Shared;

namespace TokenFinOps.Sqlite.Budgets;

/// <summary>Keeps the balances of budgets in a ledger's file. Several processes may use one file on one machine.</summary>
/// <remarks>The connection is opened when it is first needed, and again after a fault of the file.</remarks>
internal sealed class SqliteBudgetBackend(LedgerFile file) : IBudgetBackend
{
    // So many accounts are removed in one transaction that nobody is held up for more than milliseconds.
    private const int RemovedAtOnce = 500;

    private BudgetWriting? _writing;

    public ValueTask ApplyAsync(BudgetBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            _writing ??= new BudgetWriting(file.OpenToWrite());
            _writing.Apply(batch);
            return ValueTask.CompletedTask;
        }
        catch (Exception fault)
        {
            if (_writing is not null && (SqliteFaults.NeedsNewConnection(fault) || !_writing.TryRollBack()))
            {
                Close();
            }

            throw;
        }
    }

    public async ValueTask<IReadOnlyList<StoredAccount>> ReadAsync(BudgetRule rule, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Task.Run(() => Read(rule, now.UtcTicks), cancellationToken).ConfigureAwait(false);

    public async ValueTask CleanAsync(DateTimeOffset now, CancellationToken cancellationToken) => await Task.Run(
        () =>
        {
            using SqliteConnection connection = file.OpenToWrite();
            while (BudgetRemoval.Remove(connection, now.UtcTicks, RemovedAtOnce) == RemovedAtOnce)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        },
        cancellationToken).ConfigureAwait(false);

    public bool IsOfWork(Exception fault) => fault is not (SqliteException or InvalidOperationException or OperationCanceledException or IOException);

    public string Explain(Exception fault) => SqliteFaults.Explain(fault, file.Path);

    public ValueTask DisposeAsync()
    {
        Close();
        file.Release();
        return ValueTask.CompletedTask;
    }

    private List<StoredAccount> Read(BudgetRule rule, long now)
    {
        using SqliteConnection connection = file.OpenToRead();
        using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
        using var reading = new BudgetReading(connection);
        return reading.Read(rule, now);
    }

    private void Close()
    {
        _writing?.Dispose();
        _writing = null;
    }
}
