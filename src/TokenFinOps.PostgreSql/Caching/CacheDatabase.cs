using Npgsql;
using TokenFinOps.Caching.Storage;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Caching;

/// <summary>Opens connections to a semantic cache whose schema is up to date.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class CacheDatabase(NpgsqlDataSource source, CacheTables tables) : IDisposable
{
    private const int Attempts = 3;

    private readonly MigratedSource _source = new(source, (connection, cancellationToken) => CacheSchema.MigrateAsync(connection, tables, cancellationToken));

    public CacheTables Tables { get; } = tables;

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenAsync(cancellationToken);

    /// <summary>Runs something that may be run again on a connection. Should the server fail, the complaint says what cannot be done, and the fault what helps.</summary>
    /// <exception cref="SemanticCacheStoreException">The server is away, or refuses.</exception>
    public async Task<T> RunAsync<T>(string complaint, Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                NpgsqlConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    return await run(connection).ConfigureAwait(false);
                }
            }
            catch (PostgresException fault) when (attempt < Attempts && ServerFault.IsPassing(fault))
            {
                // The server chose it to give way.
            }
            catch (Exception fault) when (ServerFault.IsOne(fault))
            {
                cancellationToken.ThrowIfCancellationRequested();
                ForgetIfLost(fault);
                throw new SemanticCacheStoreException($"{complaint} {ServerFault.Explain(fault)}", fault);
            }
        }
    }

    /// <summary>Looks at the schema again before the next use when a fault says that it is gone.</summary>
    public void ForgetIfLost(Exception fault)
    {
        if (ServerFault.IsLostSchema(fault))
        {
            _source.Forget();
        }
    }

    public void Dispose() => _source.Dispose();
}
