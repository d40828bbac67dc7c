using Npgsql;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>Opens connections to a ledger whose schema is up to date.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LedgerDatabase(NpgsqlDataSource source, LedgerTables tables) : IDisposable
{
    private readonly MigratedSource _source = new(source, (connection, cancellationToken) => SchemaMigrator.MigrateAsync(connection, tables, cancellationToken));

    public LedgerTables Tables { get; } = tables;

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenAsync(cancellationToken);

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
    public void Forget() => _source.Forget();

    public void Dispose() => _source.Dispose();
}
