using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Opens connections to a ledger's file.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class LedgerFile
{
    private readonly string _writing;
    private readonly string _reading;
    private readonly SqliteLedgerOptions _options;
    private volatile bool _isCurrent;

    public LedgerFile(string connectionString, SqliteLedgerOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (string.IsNullOrEmpty(builder.DataSource) || builder.DataSource == ":memory:" || builder.Mode == SqliteOpenMode.Memory)
        {
            throw new ArgumentException(
                $"'{connectionString}' names no file; write e.g. \"Data Source=finops.db\". For a ledger in memory leave UseSqlite out.", nameof(connectionString));
        }

        _options = options;
        Path = builder.DataSource;
        builder.DefaultTimeout = Math.Max(1, (int)options.BusyTimeout.TotalSeconds);
        builder.Pooling = true;
        _reading = builder.ToString();
        builder.Pooling = false;
        _writing = builder.ToString();
    }

    public string Path { get; }

    /// <summary>Opens the one connection that writes, and brings the file to the latest schema.</summary>
    public SqliteConnection OpenToWrite()
    {
        var connection = new SqliteConnection(_writing);
        try
        {
            connection.Open();
            bool isAcknowledged = _options.Durability == LedgerDurability.Acknowledged;
            Execute(connection, $"PRAGMA busy_timeout = {(int)_options.BusyTimeout.TotalMilliseconds}");
            Execute(connection, "PRAGMA journal_mode = WAL");

            // NORMAL survives the death of the process; FULL the loss of power as well, at the price of one flush of the disk a commit.
            Execute(connection, $"PRAGMA synchronous = {(isAcknowledged ? "FULL" : "NORMAL")}");
            Execute(connection, "PRAGMA wal_autocheckpoint = 4000");
            Execute(connection, "PRAGMA cache_size = -65536");
            if (_options.MaxPages is { } pages)
            {
                Execute(connection, $"PRAGMA max_page_count = {pages}");
            }

            LedgerSchema.Migrate(connection);
            _isCurrent = true;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that reads, after the file has been brought to the latest schema.</summary>
    public SqliteConnection OpenToRead()
    {
        if (!_isCurrent)
        {
            OpenToWrite().Dispose();
        }

        var connection = new SqliteConnection(_reading);
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA query_only = 1");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Closes the connections that wait to be used again.</summary>
    public void Release()
    {
        using var connection = new SqliteConnection(_reading);
        SqliteConnection.ClearPool(connection);
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
