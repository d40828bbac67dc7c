using System.Data;
using Npgsql;
using NpgsqlTypes;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.Reporting.Closing;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql;

/// <summary>Keeps closed periods in the schema of a ledger in PostgreSQL, so that all who close periods of the ledger share one set of books.</summary>
/// <remarks>
/// A period is kept in one transaction that outlives the server. Of two processes that close the same period one waits for the other and is refused. The schema is made
/// or updated when the store is first used. Thread-safe.
/// </remarks>
public sealed class PostgreSqlClosedPeriodStore : IClosedPeriodStore, IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _isOwner;
    private readonly LedgerDatabase _database;
    private readonly string _table;

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlClosedPeriodStore"/> class.</summary>
    /// <param name="connectionString">How to connect, as Npgsql takes it: <c>Host=db;Database=finops;Username=app;Password=…</c>.</param>
    /// <param name="options">The ledger's options, of which the schema counts; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The connection string or an option is not valid.</exception>
    public PostgreSqlClosedPeriodStore(string connectionString, PostgreSqlLedgerOptions? options = null)
        : this(LedgerDataSource.Of(connectionString), options) => _isOwner = true;

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlClosedPeriodStore"/> class.</summary>
    /// <param name="dataSource">Where connections come from. It is the caller's, and is not disposed of.</param>
    /// <param name="options">The ledger's options, of which the schema counts; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public PostgreSqlClosedPeriodStore(NpgsqlDataSource dataSource, PostgreSqlLedgerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options ??= new();
        options.Validate();
        var tables = new LedgerTables(options.Schema);
        _dataSource = dataSource;
        _database = new LedgerDatabase(dataSource, tables);
        _table = tables.ClosedPeriod;
    }

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">The server is away.</exception>
    public async ValueTask SaveAsync(ClosedPeriod closed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(closed);
        ClosedPeriod kept = await _database.RunAsync(
            "The closed period cannot be kept.", connection => KeepAsync(connection, closed, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (kept.ContentHash != closed.ContentHash)
        {
            throw PeriodCloseException.AlreadyClosed(kept);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">The server is away.</exception>
    public async ValueTask<IReadOnlyList<ClosedPeriod>> ListAsync(CancellationToken cancellationToken = default)
    {
        List<ClosedPeriod> closed = await _database.RunAsync(
            "The closed periods cannot be read.", connection => ReadAsync(connection, string.Empty, cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. closed.OrderBy(static each => each.Period.From)];
    }

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">The server is away.</exception>
    public async ValueTask<ClosedPeriod?> FindAsync(string period, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(period);
        List<ClosedPeriod> closed = await _database.RunAsync(
            "The closed period cannot be read.", connection => FindAsync(connection, period, cancellationToken), cancellationToken).ConfigureAwait(false);
        return closed.SingleOrDefault();
    }

    /// <summary>Closes the connections that the store opened.</summary>
    /// <returns>A task that completes when they are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        _database.Dispose();
        if (_isOwner)
        {
            await _dataSource.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Each statement must see what others have committed by then, whatever the database's default is.
    private async Task<ClosedPeriod> KeepAsync(NpgsqlConnection connection, ClosedPeriod closed, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.RunAsync(OutliveServer, cancellationToken).ConfigureAwait(false);
            await connection.RunAsync(
                $"INSERT INTO {_table} (name, document) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                cancellationToken,
                Value(closed.Period.Name),
                new NpgsqlParameter<byte[]> { TypedValue = ClosedPeriodJson.Write(closed), NpgsqlDbType = NpgsqlDbType.Json }).ConfigureAwait(false);
            List<ClosedPeriod> kept = await FindAsync(connection, closed.Period.Name, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return kept.Single();
        }
    }

    private Task<List<ClosedPeriod>> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        ReadAsync(connection, "WHERE name = $1", cancellationToken, Value(ServerText.Escape(name)));

    private async Task<List<ClosedPeriod>> ReadAsync(NpgsqlConnection connection, string where, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        List<ClosedPeriod> closed = [];
        var command = new NpgsqlCommand($"SELECT document FROM {_table} {where}", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(parameters);
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    closed.Add(ClosedPeriodJson.Read(reader.GetFieldValue<byte[]>(0)));
                }
            }
        }

        return closed;
    }
}
