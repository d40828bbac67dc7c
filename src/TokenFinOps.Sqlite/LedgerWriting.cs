using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>The connection that writes, with its prepared statements and what it knows about the file.</summary>
/// <remarks>
/// A transaction takes the write lock at its start (<c>BEGIN IMMEDIATE</c>), and then asks whether another process has written since: if so, what was remembered of
/// the file is read again. Not thread-safe.
/// </remarks>
internal sealed class LedgerWriting : IDisposable
{
    // So many rows are removed in one transaction that appends are held up for milliseconds only.
    private const int RemovedAtOnce = 5_000;

    private readonly SqliteConnection _connection;
    private readonly KeyTable _keys;
    private readonly EntryTable _entries;
    private readonly RollupTable _rollups;
    private readonly DaySums _days;
    private readonly EntryRetention _retention;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _version;
    private long? _knownVersion;

    public LedgerWriting(SqliteConnection connection)
    {
        _connection = connection;
        _keys = new KeyTable(connection);
        _entries = new EntryTable(connection);
        _rollups = new RollupTable(connection);
        _days = new DaySums(connection, _rollups);
        _retention = new EntryRetention(connection);
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(connection, "COMMIT");
        _rollback = new SqliteStatement(connection, "ROLLBACK");
        _version = new SqliteStatement(connection, "PRAGMA data_version");
    }

    public void Write(EntryBatch batch)
    {
        Begin();
        for (int i = 0; i < batch.Count; i++)
        {
            LedgerEntry entry = batch[i];
            if (RollupPeriod.HourOf(entry.Timestamp.UtcTicks) < _retention.EntriesFrom)
            {
                batch.RefuseAsTooOld(i, _retention.EntriesFrom);
                continue;
            }

            long key = _keys.NumberOf(entry);
            if (_entries.Add(entry, key))
            {
                _days.Add(entry, key);
            }
            else
            {
                batch.MarkDuplicate(i);
            }
        }

        _days.Save();
        _commit.Run();
    }

    /// <summary>Makes the sums of days that are over.</summary>
    public void SumDays()
    {
        if (!_days.HasOver)
        {
            return;
        }

        Begin();
        while (_days.HasOver)
        {
            _days.SumOne();
        }

        _commit.Run();
    }

    /// <summary>Removes some of the single entries before an hour.</summary>
    /// <returns><see langword="false"/> when there are none left.</returns>
    public bool RemoveBefore(long hour)
    {
        Begin();
        bool more = _retention.RemoveBefore(hour, RemovedAtOnce);
        _commit.Run();
        return more;
    }

    /// <summary>Takes back an unfinished transaction and forgets what may no longer be so.</summary>
    /// <returns><see langword="false"/> when the connection is of no use any more.</returns>
    public bool TryForget()
    {
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _rollback.Run();
            }

            _knownVersion = null;
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[_keys, _entries, _rollups, _days, _retention, _begin, _commit, _rollback, _version])
        {
            part.Dispose();
        }

        _connection.Dispose();
    }

    private void Begin()
    {
        _begin.Run();
        _version.Step();
        long version = _version.Int64(0);
        _version.Reset();
        if (version == _knownVersion)
        {
            return;
        }

        _keys.Forget();
        _days.Load();
        _retention.Load();
        _knownVersion = version;
    }
}
