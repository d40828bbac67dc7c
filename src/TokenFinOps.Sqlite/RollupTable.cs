using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Keeps the stored sums: for every period some parts, each of which has sums by key.</summary>
/// <remarks>
/// A group of entries adds a part to each of its hours, and so costs a row or two and not one for every combination of values (as a log-structured merge tree does).
/// Parts are merged when there are many. For the writing connection. Not thread-safe.
/// </remarks>
internal sealed class RollupTable(SqliteConnection connection) : IDisposable
{
    // Reading a period costs at most so many rows more; merging costs each sum a few writes in all.
    private const long MostParts = 64;

    // For an hour that is over: a busy one has a part or two, which are not worth writing again.
    private const long FewParts = 4;

    private readonly SqliteStatement _count = new(connection, "SELECT count(*), max(part) FROM rollup WHERE level = ? AND period = ?");
    private readonly SqliteStatement _add = new(connection, "INSERT INTO rollup (level, period, part, packed) VALUES (?, ?, ?, ?)");
    private readonly SqliteStatement _read = new(connection, "SELECT packed FROM rollup WHERE level = ? AND period = ?");
    private readonly SqliteStatement _remove = new(connection, "DELETE FROM rollup WHERE level = ? AND period = ?");

    /// <summary>Adds a part, which is packed, to a period.</summary>
    public void Add(RollupLevel level, long period, ReadOnlySpan<byte> packed)
    {
        (long parts, long last) = PartsOf(level, period);
        Insert(level, period, last + 1, packed);
        if (parts + 1 >= MostParts)
        {
            Merge(level, period);
        }
    }

    /// <summary>Adds a period's parts to sums.</summary>
    public void AddTo(PackedSums sums, RollupLevel level, long period)
    {
        Bind(_read, level, period);
        try
        {
            while (_read.Step())
            {
                sums.Add(_read.Bytes(0));
            }
        }
        finally
        {
            _read.Reset();
        }
    }

    /// <summary>Merges the parts of a period if there are more than a few.</summary>
    public void MergeMany(RollupLevel level, long period)
    {
        if (PartsOf(level, period).Count > FewParts)
        {
            Merge(level, period);
        }
    }

    /// <summary>Puts merged sums in the place of a period's parts.</summary>
    public void Replace(RollupLevel level, long period, PackedSums sums)
    {
        Bind(_remove, level, period);
        _remove.Run();
        Insert(level, period, 0, sums.Merged);
    }

    public void Dispose()
    {
        _count.Dispose();
        _add.Dispose();
        _read.Dispose();
        _remove.Dispose();
    }

    private static void Bind(SqliteStatement statement, RollupLevel level, long period)
    {
        statement.Bind(1, (long)level);
        statement.Bind(2, period);
    }

    private void Merge(RollupLevel level, long period)
    {
        var sums = new PackedSums();
        AddTo(sums, level, period);
        sums.Merge();
        Replace(level, period, sums);
    }

    private (long Count, long Last) PartsOf(RollupLevel level, long period)
    {
        Bind(_count, level, period);
        try
        {
            _count.Step();
            return (_count.Int64(0), _count.Int64(1));
        }
        finally
        {
            _count.Reset();
        }
    }

    private void Insert(RollupLevel level, long period, long part, ReadOnlySpan<byte> packed)
    {
        Bind(_add, level, period);
        _add.Bind(3, part);
        _add.Bind(4, packed);
        _add.Run();
    }
}
