using Microsoft.Data.Sqlite;
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
    private readonly EntryRows _rows;
    private readonly List<int> _duplicates = [];
    private readonly EntryRetention _retention;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _version;
    private OverDay? _over;
    private long? _knownVersion;

    public LedgerWriting(SqliteConnection connection)
    {
        _connection = connection;
        _keys = new KeyTable(connection);
        _rows = new EntryRows(_keys);
        _entries = new EntryTable(connection);
        _rollups = new RollupTable(connection);
        _days = new DaySums(connection, _rollups);
        _retention = new EntryRetention(connection);
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(connection, "COMMIT");
        _rollback = new SqliteStatement(connection, "ROLLBACK");
        _version = new SqliteStatement(connection, "PRAGMA data_version");
    }

    /// <summary>Writes a group of entries and their sums, and those of a day that is over, which are merged while many entries are inserted.</summary>
    public void Write(EntryBatch batch)
    {
        Begin();
        Take(batch);
        if (IsLarge(batch))
        {
            BeginToMerge();
            Cores.InvokeBeside(Insert, Sum);
        }
        else
        {
            Insert();
            Sum();
        }

        _keys.Remember();
        if (_duplicates.Count > 0)
        {
            _duplicates.ForEach(batch.MarkDuplicate);
            SumWithout(batch);
        }

        // The day first: if the group has entries of it, they are added to a day that is summed up.
        if (_over is { } over && (over.IsMerged || _days.Concerns(over, _sums)))
        {
            _days.Write(TakeOver());
        }

        _days.Add(_sums);
        _commit.Run();
        _rows.Clear();
        _sums.Clear();
    }

    /// <summary>Makes the sums of days that are over, except for one that is merged beside the next groups.</summary>
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
            _days.Write(TakeOver());
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
        foreach (IDisposable part in (IDisposable[])[_keys, _rows, _entries, _rollups, _days, _retention, _begin, _commit, _rollback, _version])
        {
            part.Dispose();
        }

        _connection.Dispose();
    }

    private static bool IsLarge(EntryBatch batch) => batch.Count >= FewestForTwoCores;

    private void Take(EntryBatch batch)
    {
        _rows.Clear();
        _sums.Clear();
        _duplicates.Clear();
        for (int i = 0; i < batch.Count; i++)
        {
            if (RollupPeriod.HourOf(batch[i].Timestamp.UtcTicks) < _retention.EntriesFrom)
            {
                batch.RefuseAsTooOld(i, _retention.EntriesFrom);
            }
            else
            {
                _rows.Add(i, batch[i]);
            }
        }
    }

    private void Insert()
    {
        bool areNumbered = false;
        try
        {
            foreach (EntryRowPart part in _rows.Parts)
            {
                part.MakeReady();
                part.WaitUntilReady();
                part.Number();
                if (!areNumbered && _rows.AreReady)
                {
                    // The one that sums up waits for this.
                    _rows.Number();
                    areNumbered = true;
                }

                Insert(part);
            }
        }
        finally
        {
            if (!areNumbered)
            {
                _rows.GiveUp();
            }
        }
    }

    private void Insert(EntryRowPart part)
    {
        for (int i = 0; i < part.Count; i++)
        {
            if (!_entries.Add(part[i], part.Bytes))
            {
                _duplicates.Add(part[i].Index);
            }
        }
    }

    private void Sum()
    {
        _rows.MakeReady();
        if (_rows.WaitUntilNumbered())
        {
            SumWithout(null);
        }
    }

    private void SumWithout(EntryBatch? duplicates)
    {
        // What was summed up before the duplicates were known is of no use.
        _sums.Clear();
        foreach (EntryRowPart part in _rows.Parts)
        {
            for (int i = 0; i < part.Count; i++)
            {
                if (duplicates?.IsNew(part[i].Index) ?? true)
                {
                    _sums.Add(part[i].Entry, part[i].Key!.Value);
                }
            }
        }

        _sums.Pack();
    }

    private void BeginToMerge()
    {
        if (_over is null && _days.Over > 0)
        {
            _over = _days.ReadOver();
            _over.BeginToMerge();
        }
    }

    private OverDay TakeOver()
    {
        OverDay over = _over ?? _days.ReadOver();
        over.Merge();
        _over = null;
        return over;
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

        _over = null;
        _keys.Forget();
        _days.Load();
        _retention.Load();
        _knownVersion = version;
    }
}
