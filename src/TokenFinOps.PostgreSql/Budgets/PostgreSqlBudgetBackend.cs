using System.Net.Sockets;
using Npgsql;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Budgets;

/// <summary>Keeps the balances of budgets in PostgreSQL, which many processes share. A batch is one round trip.</summary>
/// <remarks>
/// Batches are numbered. The server keeps the last number and its answer for each process, in the transaction of the batch: one that is sent again after a lost answer is
/// answered and not done again, and one that arrives after its successor does nothing.
/// </remarks>
internal sealed class PostgreSqlBudgetBackend(NpgsqlDataSource source, string schema, bool ownsSource) : IBudgetBackend
{
    private readonly LedgerDatabase _database = new(source, new LedgerTables(schema));
    private readonly BudgetTables _tables = new(schema);
    private readonly string _call = $"SELECT {new BudgetTables(schema).Apply}({string.Join(", ", Enumerable.Range(1, BudgetCall.Parameters).Select(static i => $"${i}"))})";
    private readonly Guid _client = Guid.NewGuid();
    private BudgetBatch? _last;
    private long _number;

    public async ValueTask ApplyAsync(BudgetBatch batch, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(batch, _last))
        {
            _last = batch;
            _number++;
        }

        try
        {
            BudgetCall.Read(await CallAsync(batch, cancellationToken).ConfigureAwait(false), batch);
        }
        catch (Exception fault) when (ServerFault.IsLostSchema(fault))
        {
            _database.Forget();
            throw;
        }
    }

    public async ValueTask<IReadOnlyList<StoredAccount>> ReadAsync(BudgetRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await BudgetReading.ReadAsync(connection, _tables, rule, now.UtcTicks, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CleanAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await BudgetRemoval.RemoveAsync(connection, _tables, now.UtcTicks, cancellationToken).ConfigureAwait(false);
        }
    }

    public bool IsOfWork(Exception fault) => ServerFault.IsOfEntries(fault)
        || fault is not (NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException or LedgerUnavailableException or ObjectDisposedException);

    public string Explain(Exception fault) => ServerFault.Explain(fault);

    public async ValueTask DisposeAsync()
    {
        _database.Dispose();
        if (ownsSource)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<string[]> CallAsync(BudgetBatch batch, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = new NpgsqlCommand(_call, connection);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.AddRange(BudgetCall.ParametersOf(_client, _number, batch));
                return (string[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            }
        }
    }
}
