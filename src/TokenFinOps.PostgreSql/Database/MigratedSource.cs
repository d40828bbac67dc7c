using Npgsql;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>Opens connections to a schema that is brought up to date before the first use.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class MigratedSource(NpgsqlDataSource source, Func<NpgsqlConnection, CancellationToken, Task> migrate) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _isReady;

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
                await migrate(connection, cancellationToken).ConfigureAwait(false);
                _isReady = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
