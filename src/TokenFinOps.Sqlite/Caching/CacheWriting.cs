using Microsoft.Data.Sqlite;
using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Sqlite.Caching;

/// <summary>The connection that writes entries of a semantic cache, with its prepared statements.</summary>
/// <remarks>Every method is one transaction, which takes the file's write lock at its start. Not thread-safe.</remarks>
internal sealed class CacheWriting(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _insert = new(
        connection,
        "INSERT INTO cache_entry (id, partition, owner, created, expires, vector, body) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");

    private readonly SqliteStatement _remove = new(connection, "DELETE FROM cache_entry WHERE id = ?");

    private readonly SqliteStatement _purge = new(
        connection, "DELETE FROM cache_entry WHERE seq IN (SELECT seq FROM cache_entry WHERE expires <= ? ORDER BY expires LIMIT ?)");

    private readonly SqliteStatement _keep = new(
        connection, "INSERT INTO cache_state (key, saved, state) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET saved = excluded.saved, state = excluded.state");

    /// <summary>Writes entries whose ids are not there yet, after some that have expired have made room.</summary>
    public void Save(IEnumerable<StoredCacheEntry> entries, DateTimeOffset now, int mostPurged)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        RunPurge(now, mostPurged);
        foreach (StoredCacheEntry entry in entries)
        {
            _insert.Bind(1, entry.Id);
            _insert.Bind(2, entry.Partition);
            _insert.Bind(3, entry.Owner);
            _insert.Bind(4, entry.Created.UtcTicks);
            _insert.Bind(5, entry.Expires.UtcTicks);
            _insert.Bind(6, entry.Vector.Span);
            _insert.Bind(7, entry.Body.Span);
            _insert.Run();
        }

        transaction.Commit();
    }

    public void SaveState(string key, string state, DateTimeOffset now)
    {
        _keep.Bind(1, key);
        _keep.Bind(2, now.UtcTicks);
        _keep.Bind(3, state);
        _keep.Run();
    }

    public void Remove(IEnumerable<Guid> ids)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        foreach (Guid id in ids)
        {
            _remove.Bind(1, id);
            _remove.Run();
        }

        transaction.Commit();
    }

    /// <summary>Removes entries that have expired.</summary>
    /// <returns>How many there were, at most as many as asked for.</returns>
    public int Purge(DateTimeOffset now, int most)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        int count = RunPurge(now, most);
        transaction.Commit();
        return count;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _remove.Dispose();
        _purge.Dispose();
        _keep.Dispose();
        connection.Dispose();
    }

    private int RunPurge(DateTimeOffset now, int most)
    {
        _purge.Bind(1, now.UtcTicks);
        _purge.Bind(2, most);
        return _purge.Run();
    }
}
