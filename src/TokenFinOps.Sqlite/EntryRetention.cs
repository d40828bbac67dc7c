using Microsoft.Data.Sqlite;

namespace TokenFinOps.Sqlite;

/// <summary>Removes old single entries, whose sums stay.</summary>
/// <remarks>For the writing connection. Not thread-safe.</remarks>
internal sealed class EntryRetention(SqliteConnection connection) : IDisposable
{
    public const string ReadEntriesFrom = "SELECT value FROM ledger_fact WHERE name = 'entries_from'";

    private readonly SqliteStatement _read = new(connection, ReadEntriesFrom);
    private readonly SqliteStatement _write = new(
        connection, "INSERT INTO ledger_fact (name, value) VALUES ('entries_from', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");

    private readonly SqliteStatement _remove = new(connection, "DELETE FROM entry WHERE seq IN (SELECT seq FROM entry WHERE at < ? LIMIT ?)");

    /// <summary>Gets the first hour of which single entries are kept.</summary>
    public long EntriesFrom { get; private set; }

    public void Load()
    {
        EntriesFrom = _read.Step() ? _read.Int64(0) : 0;
        _read.Reset();
    }

    /// <summary>Removes entries before an hour.</summary>
    /// <returns><see langword="false"/> when there are none left.</returns>
    public bool RemoveBefore(long hour, int most)
    {
        EntriesFrom = Math.Max(EntriesFrom, hour);
        _write.Bind(1, EntriesFrom);
        _write.Run();
        _remove.Bind(1, EntriesFrom * TimeSpan.TicksPerHour);
        _remove.Bind(2, most);
        return _remove.Run() == most;
    }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
        _remove.Dispose();
    }
}
