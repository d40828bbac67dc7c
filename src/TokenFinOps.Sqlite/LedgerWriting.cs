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

    // Below that another core would take longer to wake up than to add them up.
    private const int FewestForTwoCores = 64;

    private readonly SqliteConnection _connection;
    private readonly KeyTable _keys;
    private readonly EntryTable _entries;
    private readonly RollupTable _rollups;
    private readonly DaySums _days;
    private readonly GroupSums _sums = new();
    private readonly List<NumberedEntry> _numbered = [];
    private readonly List<int> _duplicates = [];
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

    /// <summary>Writes a group of entries and their sums, and sums up a day that is over while many entries are inserted.</summary>
    public void Write(EntryBatch batch)
    {
        Begin();
        Number(batch);
        bool isLarge = IsLarge(batch);
        OverDay? over = isLarge && _days.Over > 0 ? _days.ReadOver() : null;
        if (isLarge)
        {
            Cores.Invoke(Insert, () => Sum(over));
        }
        else
        {
            Insert();
        }

        if (!isLarge || _duplicates.Count > 0)
        {
            LeaveOutDuplicates(batch);
            Sum();
        }

        // The day first: if the group has entries of it, they are added to a day that is summed up.
        if (over is not null)
        {
            _days.Write(over);
        }

        _days.Add(_sums);
        _commit.Run();
        _numbered.Clear();
        _sums.Clear();
    }

    /// <summary>Makes the sums of days that are over, except for one that the next group sums up beside its entries.</summary>
    /// <param name="batch">The group that was written last. After a large one more are likely.</param>
    public void SumDays(EntryBatch batch)
    {
        int left = IsLarge(batch) ? 1 : 0;
        if (_days.Over <= left)
        {
            return;
        }

        Begin();
        while (_days.Over > left)
        {
            OverDay over = _days.ReadOver();
            over.Merge();
            _days.Write(over);
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

    private static bool IsLarge(EntryBatch batch) => batch.Count >= FewestForTwoCores;

    private void Number(EntryBatch batch)
    {
        _numbered.Clear();
        _duplicates.Clear();
        for (int i = 0; i < batch.Count; i++)
        {
            if (RollupPeriod.HourOf(batch[i].Timestamp.UtcTicks) < _retention.EntriesFrom)
            {
                batch.RefuseAsTooOld(i, _retention.EntriesFrom);
            }
            else
            {
                _numbered.Add(new NumberedEntry(i, batch[i], _keys.NumberOf(batch[i])));
            }
        }
    }

    private void Insert()
    {
        foreach (NumberedEntry numbered in _numbered)
        {
            if (!_entries.Add(numbered.Entry, numbered.Key))
            {
                _duplicates.Add(numbered.Index);
            }
        }
    }

    private void LeaveOutDuplicates(EntryBatch batch)
    {
        _duplicates.ForEach(batch.MarkDuplicate);
        _numbered.RemoveAll(numbered => !batch.IsNew(numbered.Index));
    }

    private void Sum(OverDay? over)
    {
        over?.Merge();
        Sum();
    }

    private void Sum()
    {
        _sums.Clear();
        foreach (NumberedEntry numbered in _numbered)
        {
            _sums.Add(numbered.Entry, numbered.Key);
        }

        _sums.Pack();
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

    /// <param name="Index">Its place in the group.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="Key">The number of its values.</param>
    private readonly record struct NumberedEntry(int Index, LedgerEntry Entry, long Key);
}
