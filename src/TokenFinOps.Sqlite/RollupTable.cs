using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Keeps the stored sums up to date: those of the hours, and those of days and months that were made of them.</summary>
/// <remarks>For the writing connection. Not thread-safe.</remarks>
internal sealed class RollupTable(SqliteConnection connection) : IDisposable
{
    // A sum takes about 1 KB of memory.
    private const int MostRemembered = 50_000;

    private readonly Dictionary<(RollupLevel Level, long Period, long Key), Tally> _known = [];
    private readonly HashSet<(RollupLevel Level, long Period, long Key)> _touched = [];
    private readonly SqliteStatement _read = new(connection, "SELECT packed FROM rollup WHERE level = ? AND period = ? AND key = ?");
    private readonly SqliteStatement _write = new(
        connection, "INSERT INTO rollup (level, period, key, packed) VALUES (?, ?, ?, ?) ON CONFLICT (level, period, key) DO UPDATE SET packed = excluded.packed");

    private readonly ByteWriter _writer = new();

    /// <summary>Gets a sum to be added to. It is written by <see cref="Save"/>.</summary>
    public Tally this[RollupLevel level, long period, long key]
    {
        get
        {
            (RollupLevel, long, long) place = (level, period, key);
            _touched.Add(place);
            if (!_known.TryGetValue(place, out Tally? tally))
            {
                _known[place] = tally = Load(level, period, key);
            }

            return tally;
        }
    }

    /// <summary>Writes the sums that were added to.</summary>
    public void Save()
    {
        foreach ((RollupLevel level, long period, long key) in _touched)
        {
            _writer.Clear();
            _known[(level, period, key)].Write(_writer);
            _write.Bind(1, (long)level);
            _write.Bind(2, period);
            _write.Bind(3, key);
            _write.Bind(4, _writer.Written);
            _write.Run();
        }

        _touched.Clear();
        if (_known.Count > MostRemembered)
        {
            _known.Clear();
        }
    }

    /// <summary>Forgets the sums: the file may have others, because a transaction was rolled back or another process has written.</summary>
    public void Forget()
    {
        _known.Clear();
        _touched.Clear();
    }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }

    private Tally Load(RollupLevel level, long period, long key)
    {
        var tally = new Tally();
        _read.Bind(1, (long)level);
        _read.Bind(2, period);
        _read.Bind(3, key);
        try
        {
            if (_read.Step())
            {
                tally.Add(_read.Bytes(0));
            }
        }
        finally
        {
            _read.Reset();
        }

        return tally;
    }
}
