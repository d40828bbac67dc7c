using System.Text;
using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Reporting.Closing;

namespace TokenFinOps.Sqlite;

/// <summary>Keeps closed periods in a ledger's SQLite file, so that the books and what they were made from are one file.</summary>
/// <remarks>A period is kept in one transaction that is flushed to the disk. Thread-safe, and safe against other processes.</remarks>
public sealed class SqliteClosedPeriodStore : IClosedPeriodStore
{
    private readonly LedgerFile _file;

    /// <summary>Initializes a new instance of the <see cref="SqliteClosedPeriodStore"/> class.</summary>
    /// <param name="connectionString">The ledger's file, e.g. <c>Data Source=finops.db</c>.</param>
    /// <exception cref="ArgumentException">The connection string names no file.</exception>
    public SqliteClosedPeriodStore(string connectionString) =>
        _file = new LedgerFile(connectionString, new SqliteLedgerOptions { Durability = LedgerDurability.Acknowledged });

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">The file cannot be written.</exception>
    public async ValueTask SaveAsync(ClosedPeriod closed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(closed);
        if (await OnFileAsync("The closed period cannot be kept.", () => TryInsertAsync(closed, cancellationToken)))
        {
            return;
        }

        ClosedPeriod kept = (await FindAsync(closed.Period.Name, cancellationToken))!;
        if (kept.ContentHash != closed.ContentHash)
        {
            throw PeriodCloseException.AlreadyClosed(kept);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">The file cannot be read.</exception>
    public async ValueTask<IReadOnlyList<ClosedPeriod>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await ReadAsync("SELECT document FROM closed_period", null, cancellationToken)).OrderBy(static closed => closed.Period.From)];

    /// <inheritdoc/>
    /// <exception cref="LedgerUnavailableException">The file cannot be read.</exception>
    public async ValueTask<ClosedPeriod?> FindAsync(string period, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(period);
        return (await ReadAsync("SELECT document FROM closed_period WHERE name = $name", period, cancellationToken)).SingleOrDefault();
    }

    private async Task<bool> TryInsertAsync(ClosedPeriod closed, CancellationToken cancellationToken)
    {
        await using SqliteConnection connection = _file.OpenToWrite();
        await using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO closed_period (name, document) VALUES ($name, $document) ON CONFLICT (name) DO NOTHING";
        insert.Parameters.AddWithValue("$name", closed.Period.Name);
        insert.Parameters.AddWithValue("$document", Encoding.UTF8.GetString(ClosedPeriodJson.Write(closed)));
        return await insert.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private Task<List<ClosedPeriod>> ReadAsync(string sql, string? name, CancellationToken cancellationToken) => OnFileAsync("The closed periods cannot be read.", async () =>
    {
        await using SqliteConnection connection = _file.OpenToRead();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        if (name is not null)
        {
            command.Parameters.AddWithValue("$name", name);
        }

        List<ClosedPeriod> closed = [];
        await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            closed.Add(ClosedPeriodJson.Read(Encoding.UTF8.GetBytes(reader.GetString(0))));
        }

        return closed;
    });

    private async Task<T> OnFileAsync<T>(string complaint, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SqliteException fault)
        {
            throw new LedgerUnavailableException($"{complaint} {SqliteFaults.Explain(fault, _file.Path)}", fault);
        }
    }
}
