using System.Buffers;

namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>Gives each distinct term of a selection a number, in the order of their first occurrence. Not thread-safe; one serves one selection.</summary>
internal sealed class Vocabulary : IDisposable
{
    private readonly RentedList<char> _letters = new(16_384);
    private readonly RentedList<Entry> _entries = new(2_048);
    private int[] _buckets;
    private int _mask;

    public Vocabulary()
    {
        _buckets = ArrayPool<int>.Shared.Rent(4_096);
        Clear(4_096);
    }

    /// <summary>Gets how many terms there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Gets a term.</summary>
    public ReadOnlySpan<char> this[int id]
    {
        get
        {
            Entry entry = _entries[id];
            return _letters.Span.Slice(entry.Start, entry.Length);
        }
    }

    /// <summary>Gets the number of a term, which is new or was seen before.</summary>
    public int Intern(ReadOnlySpan<char> term)
    {
        // Seeded by the runtime, so nobody can choose words that collide; the numbers do not depend on it.
        int hash = string.GetHashCode(term);
        int bucket = hash & _mask;
        for (int id = _buckets[bucket] - 1; id >= 0; id = _entries[id].Next)
        {
            if (_entries[id].Hash == hash && this[id].SequenceEqual(term))
            {
                return id;
            }
        }

        return Add(term, hash);
    }

    public void Dispose()
    {
        _letters.Dispose();
        _entries.Dispose();
        ArrayPool<int>.Shared.Return(_buckets);
    }

    private int Add(ReadOnlySpan<char> term, int hash)
    {
        if (_entries.Count > _mask)
        {
            Grow();
        }

        int bucket = hash & _mask;
        _entries.Add(new Entry(hash, _letters.Count, term.Length, _buckets[bucket] - 1));
        _letters.AddRange(term);
        _buckets[bucket] = _entries.Count;
        return _entries.Count - 1;
    }

    private void Grow()
    {
        int size = (_mask + 1) * 2;
        ArrayPool<int>.Shared.Return(_buckets);
        _buckets = ArrayPool<int>.Shared.Rent(size);
        Clear(size);
        for (int id = 0; id < _entries.Count; id++)
        {
            ref Entry entry = ref _entries.Span[id];
            int bucket = entry.Hash & _mask;
            entry = entry with { Next = _buckets[bucket] - 1 };
            _buckets[bucket] = id + 1;
        }
    }

    private void Clear(int size)
    {
        _mask = size - 1;
        _buckets.AsSpan(0, size).Clear();
    }

    private readonly record struct Entry(int Hash, int Start, int Length, int Next);
}
