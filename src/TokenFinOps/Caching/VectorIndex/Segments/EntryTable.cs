using System.Collections.Concurrent;

namespace TokenFinOps.Caching.VectorIndex.Segments;

/// <summary>Which partitions there are, and where every entry is. Only <see cref="Find"/> and <see cref="Count"/> are for readers; the writer holds the index's lock.</summary>
internal sealed class EntryTable(IndexShape shape)
{
    private readonly ConcurrentDictionary<UInt128, Segment> _segments = new(concurrencyLevel: 1, capacity: 31);
    private readonly Dictionary<long, Place> _places = [];
    private volatile int _count;

    /// <summary>Gets how many entries there are.</summary>
    public int Count => _count;

    /// <summary>Gets the partitions.</summary>
    public IEnumerable<Segment> Segments => _segments.Values;

    /// <summary>Finds a partition.</summary>
    public Segment? Find(UInt128 partition) => _segments.GetValueOrDefault(partition);

    /// <summary>Adds or replaces; answers the partition when a chunk was begun for the entry.</summary>
    public Segment? Add(UInt128 partition, long id, ReadOnlySpan<float> vector)
    {
        Segment segment = Find(partition) ?? new Segment(partition, shape, _places);
        bool extends = segment.MakeRoom();
        bool replaces = _places.TryGetValue(id, out Place old);
        segment.Append(id, vector);
        if (segment.Live == 1)
        {
            _segments[partition] = segment;
        }

        if (replaces)
        {
            Bury(old);
        }

        _count = _places.Count;
        return extends ? segment : null;
    }

    /// <summary>Removes an entry.</summary>
    public bool Remove(long id)
    {
        if (!_places.Remove(id, out Place place))
        {
            return false;
        }

        Bury(place);
        _count = _places.Count;
        return true;
    }

    /// <summary>Removes a partition; answers how many entries it had.</summary>
    public int RemovePartition(UInt128 partition)
    {
        if (!_segments.TryRemove(partition, out Segment? segment))
        {
            return 0;
        }

        for (Chunk? chunk = segment.First; chunk is not null; chunk = chunk.Next)
        {
            for (int slot = 0; slot < chunk.Count; slot++)
            {
                if ((chunk.DeadOf(slot / 64) >> slot & 1) == 0)
                {
                    _places.Remove(chunk.IdOf(slot));
                }
            }
        }

        _count = _places.Count;
        return segment.Live;
    }

    /// <summary>Gets the size of the table in bytes, vectors excepted.</summary>
    // An entry of the dictionary is a hash, a link, a key and a place; its buckets are an int each.
    public long Bytes => _places.EnsureCapacity(0) * 36L;

    private void Bury(Place place)
    {
        Segment segment = place.Chunk.Segment;
        segment.Bury(place);
        if (segment.Live == 0)
        {
            _segments.TryRemove(new KeyValuePair<UInt128, Segment>(segment.Partition, segment));
        }
    }
}
