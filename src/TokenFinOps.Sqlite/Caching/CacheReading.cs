using Microsoft.Data.Sqlite;
using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Sqlite.Caching;

/// <summary>Reads the entries of a semantic cache in the order in which they were made, a page at a time.</summary>
/// <remarks>Between pages no snapshot is held, so that writers can tidy their log up. What is saved or removed meanwhile may or may not be seen. Not thread-safe.</remarks>
internal sealed class CacheReading(SqliteConnection connection) : IDisposable
{
    private const int MostRows = 1_000;
    private const int MostBytes = 4 << 20;

    private readonly SqliteStatement _read = new(
        connection,
        """
        SELECT id, partition, owner, created, expires, vector, body FROM cache_entry
        WHERE (created, id) > (?, ?) AND expires > ? ORDER BY created, id LIMIT ?
        """);

    private long _lastCreated = -1;
    private Guid _lastId;

    /// <summary>Gets how many bytes of the file are mapped into memory at most.</summary>
    public long MappedBytes
    {
        get
        {
            using var pragma = new SqliteStatement(connection, "PRAGMA mmap_size");
            return pragma.Step() ? pragma.Int64(0) : 0;
        }
    }

    /// <summary>Reads the next page.</summary>
    /// <returns>The entries; none when all are read.</returns>
    public List<StoredCacheEntry> Next(DateTimeOffset now)
    {
        _read.Bind(1, _lastCreated);
        _read.Bind(2, _lastId);
        _read.Bind(3, now.UtcTicks);
        _read.Bind(4, MostRows);
        List<StoredCacheEntry> page = [];
        try
        {
            for (long bytes = 0; bytes < MostBytes && _read.Step();)
            {
                StoredCacheEntry entry = Entry();
                page.Add(entry);
                bytes += entry.Vector.Length + entry.Body.Length;
            }
        }
        finally
        {
            _read.Reset();
        }

        if (page is [.., var last])
        {
            (_lastCreated, _lastId) = (last.Created.UtcTicks, last.Id);
        }

        return page;
    }

    /// <summary>Reads what was kept under a key.</summary>
    public string? State(string key)
    {
        using var read = new SqliteStatement(connection, "SELECT state FROM cache_state WHERE key = ?");
        read.Bind(1, key);
        return read.Step() ? read.Text(0) : null;
    }

    public void Dispose()
    {
        _read.Dispose();
        connection.Dispose();
    }

    private StoredCacheEntry Entry() => new(
        _read.Id(0),
        _read.Text(1)!,
        _read.Text(2)!,
        new DateTimeOffset(_read.Int64(3), TimeSpan.Zero),
        new DateTimeOffset(_read.Int64(4), TimeSpan.Zero),
        _read.Bytes(5).ToArray(),
        _read.Bytes(6).ToArray());
}
