using Microsoft.Data.Sqlite;

namespace TokenFinOps.Sqlite.Caching;

/// <summary>Opens connections to the file of a semantic cache, which may be a ledger's.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class CacheFile
{
    private readonly string _connection;
    private readonly SqliteSemanticCacheOptions _options;

    public CacheFile(string connectionString, SqliteSemanticCacheOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (string.IsNullOrEmpty(builder.DataSource) || builder.DataSource == ":memory:" || builder.Mode == SqliteOpenMode.Memory)
        {
            throw new ArgumentException(
                $"'{connectionString}' names no file; write e.g. \"Data Source=finops.db\". For a cache in memory leave UseSqliteCache out.", nameof(connectionString));
        }

        _options = options;
        Path = builder.DataSource;
        builder.DefaultTimeout = Math.Max(1, (int)options.BusyTimeout.TotalSeconds);
        builder.Pooling = false;
        _connection = builder.ToString();
    }

    public string Path { get; }

    /// <summary>Opens a connection that writes, and brings the file to the latest schema.</summary>
    public CacheWriting OpenToWrite() => Open(
        connection =>
        {
            LedgerFile.Execute(connection, "PRAGMA journal_mode = WAL");

            // Survives the death of the process. With the power the newest entries may go, which are answered anew.
            LedgerFile.Execute(connection, "PRAGMA synchronous = NORMAL");

            // What is removed is overwritten, not only forgotten: it is what people asked.
            LedgerFile.Execute(connection, "PRAGMA secure_delete = ON");
            if (_options.MaxPages is { } pages)
            {
                LedgerFile.Execute(connection, $"PRAGMA max_page_count = {pages}");
            }

            CacheSchema.Migrate(connection);
        },
        static connection => new CacheWriting(connection));

    /// <summary>Opens a connection that reads a file of the latest schema.</summary>
    public CacheReading OpenToRead() => Open(
        connection =>
        {
            LedgerFile.Execute(connection, "PRAGMA query_only = 1");
            LedgerFile.Execute(connection, $"PRAGMA mmap_size = {_options.MappedBytes}");
        },
        static connection => new CacheReading(connection));

    private T Open<T>(Action<SqliteConnection> prepare, Func<SqliteConnection, T> use)
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            connection.Open();
            LedgerFile.Execute(connection, $"PRAGMA busy_timeout = {(int)_options.BusyTimeout.TotalMilliseconds}");
            prepare(connection);
            return use(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
