using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>The sums of one period, by key: packed one after the other, they are one row of the file.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PeriodSums
{
    private readonly Dictionary<long, Tally> _sums = [];

    public bool IsEmpty => _sums.Count == 0;

    public void Add(LedgerEntry entry, long key) => SumOf(key).Add(entry);

    /// <summary>Adds packed sums.</summary>
    public void Add(ReadOnlySpan<byte> packed)
    {
        var reader = new ByteReader(packed);
        while (!reader.IsAtEnd)
        {
            SumOf((long)reader.Count()).Add(reader.Bytes());
        }
    }

    /// <summary>Packs the sums.</summary>
    /// <param name="packed">Where they are written, after what is there.</param>
    /// <param name="scratch">Is overwritten.</param>
    public void Pack(ByteWriter packed, ByteWriter scratch)
    {
        foreach ((long key, Tally sum) in _sums)
        {
            scratch.Clear();
            sum.Write(scratch);
            packed.Count((ulong)key);
            packed.Bytes(scratch.Written);
        }
    }

    private Tally SumOf(long key)
    {
        if (!_sums.TryGetValue(key, out Tally? sum))
        {
            _sums[key] = sum = new Tally();
        }

        return sum;
    }
}
