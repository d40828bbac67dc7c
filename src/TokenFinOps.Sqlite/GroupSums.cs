using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Sums up a group of entries by hour and key and packs the sums, without the file: another core does so while the entries are written.</summary>
/// <remarks>
/// Most entries of a group are the only ones of their hour and key. So they are sorted and summed up in one <see cref="Tally"/> after the other's bytes are written,
/// instead of in a dictionary of them. Used again after <see cref="Clear"/>. Not thread-safe.
/// </remarks>
internal sealed class GroupSums
{
    private readonly List<(long Hour, long Key, LedgerEntry Entry)> _entries = [];
    private readonly List<(long Hour, Range Packed)> _packed = [];
    private readonly Tally _tally = new();
    private readonly ByteWriter _writer = new();
    private readonly ByteWriter _scratch = new();

    /// <summary>Gets how many hours there are, each with a packed sum.</summary>
    public int Count => _packed.Count;

    public void Add(LedgerEntry entry, long key) => _entries.Add((RollupPeriod.HourOf(entry.Timestamp.UtcTicks), key, entry));

    /// <summary>Packs the sums of what was added.</summary>
    public void Pack()
    {
        _entries.Sort(static (left, right) => left.Hour != right.Hour ? left.Hour.CompareTo(right.Hour) : left.Key.CompareTo(right.Key));
        for (int next = 0; next < _entries.Count;)
        {
            int start = _writer.Written.Length;
            long hour = _entries[next].Hour;
            while (next < _entries.Count && _entries[next].Hour == hour)
            {
                next = PackKey(next);
            }

            _packed.Add((hour, start.._writer.Written.Length));
        }
    }

    /// <summary>Gets an hour and its packed sum, the earliest first.</summary>
    public long HourAt(int index, out ReadOnlySpan<byte> packed)
    {
        (long hour, Range range) = _packed[index];
        packed = _writer.Written[range];
        return hour;
    }

    public void Clear()
    {
        _entries.Clear();
        _packed.Clear();
        _writer.Clear();
    }

    private int PackKey(int next)
    {
        (long hour, long key, _) = _entries[next];
        _tally.Clear();
        for (; next < _entries.Count && _entries[next].Key == key && _entries[next].Hour == hour; next++)
        {
            _tally.Add(_entries[next].Entry);
        }

        _scratch.Clear();
        _tally.Write(_scratch);
        _writer.Count((ulong)key);
        _writer.Bytes(_scratch.Written);
        return next;
    }
}
