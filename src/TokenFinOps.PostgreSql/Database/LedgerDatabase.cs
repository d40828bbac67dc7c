using Npgsql;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>Opens connections to a ledger whose schema is up to date.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LedgerDatabase(NpgsqlDataSource source, LedgerTables tables) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _isReady;

    public LedgerTables Tables { get; } = tables;

    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (_isReady)
        {
            return connection;
        }

        try
        {
            await MakeReadyAsync(connection, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs something on a connection. Should the server fail, the complaint says what cannot be done, and the fault what helps.</summary>
    /// <exception cref="LedgerUnavailableException">The server is away, or refuses.</exception>
    public async Task<T> RunAsync<T>(string complaint, Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            NpgsqlConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await run(connection).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (ServerFault.IsOne(fault) || fault is InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ServerFault.IsLostSchema(fault))
            {
                Forget();
            }

            throw new LedgerUnavailableException($"{complaint} {ServerFault.Explain(fault)}", fault);
        }
    }

    /// <summary>Looks at the schema again before the next use: it may have been dropped or restored.</summary>
    public void Forget() => _isReady = false;

    public void Dispose() => _gate.Dispose();

    private async Task MakeReadyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isReady)
            {
                await SchemaMigrator.MigrateAsync(connection, Tables, cancellationToken).ConfigureAwait(false);
                _isReady = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
