using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Merges packed sums: what is added part by part comes out as one part in which every key is there once.</summary>
/// <remarks>The bytes of a key that only one part has are copied as they are. Not thread-safe.</remarks>
/// <param name="leastLimit">How many bytes parts may take before they are merged on the way.</param>
internal sealed class PackedSums(int leastLimit = 8 << 20)
{
    private readonly Tally _tally = new();
    private readonly List<(long Key, Range Bytes)> _sums = [];
    private readonly ByteWriter _bytes = new();
    private readonly ByteWriter _merged = new();
    private readonly ByteWriter _scratch = new();
    private readonly int _leastLimit = leastLimit;
    private int _limit = leastLimit;

    /// <summary>Adds a part.</summary>
    public void Add(ReadOnlySpan<byte> packed)
    {
        Copy(packed);

        // However many parts there are, they take at most twice the memory of what they come to.
        if (_bytes.Written.Length > _limit)
        {
            Merge();
            _sums.Clear();
            _bytes.Clear();
            Copy(Merged);
            _limit = Math.Max(_leastLimit, Merged.Length * 2);
        }
    }

    /// <summary>Gets what <see cref="Merge"/> made: one part, or nothing before.</summary>
    public ReadOnlySpan<byte> Merged => _merged.Written;

    /// <summary>Merges what was added.</summary>
    public void Merge()
    {
        _merged.Clear();
        _sums.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        for (int next = 0; next < _sums.Count;)
        {
            next = MergeKey(next);
        }
    }

    private void Copy(ReadOnlySpan<byte> packed)
    {
        var reader = new ByteReader(packed);
        while (!reader.IsAtEnd)
        {
            var key = (long)reader.Count();
            int start = _bytes.Written.Length;
            _bytes.Raw(reader.Bytes());
            _sums.Add((key, start.._bytes.Written.Length));
        }
    }

    private int MergeKey(int next)
    {
        (long key, Range first) = _sums[next];
        int end = next + 1;
        while (end < _sums.Count && _sums[end].Key == key)
        {
            end++;
        }

        _merged.Count((ulong)key);
        _merged.Bytes(end - next == 1 ? _bytes.Written[first] : SumOf(next, end));
        return end;
    }

    private ReadOnlySpan<byte> SumOf(int next, int end)
    {
        _tally.Clear();
        for (; next < end; next++)
        {
            _tally.Add(_bytes.Written[_sums[next].Bytes]);
        }

        _scratch.Clear();
        _tally.Write(_scratch);
        return _scratch.Written;
    }
}
