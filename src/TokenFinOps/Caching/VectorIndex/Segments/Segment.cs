using System.Numerics;

namespace TokenFinOps.Caching.VectorIndex.Segments;

/// <summary>
/// The entries of one partition: a list of chunks that grows at its end. Readers walk it from the oldest chunk to the newest. What is
/// replaced or moved is written at the end first, and dies where it was afterwards, so that a walk meets it at least once.
/// Everything but <see cref="First"/> and <see cref="Live"/> is for the writer, who holds the index's lock.
/// </summary>
internal sealed class Segment
{
    private readonly IndexShape _shape;
    private readonly Dictionary<long, Place> _places;
    private volatile Chunk _first;
    private volatile int _live;
    private Chunk _last;

    /// <summary>Makes an empty segment that keeps <paramref name="places"/> right.</summary>
    public Segment(UInt128 partition, IndexShape shape, Dictionary<long, Place> places)
    {
        (Partition, _shape, _places) = (partition, shape, places);
        _first = _last = new Chunk(this, shape.Stride, 1);
    }

    /// <summary>Gets the partition.</summary>
    public UInt128 Partition { get; }

    /// <summary>Gets the oldest chunk.</summary>
    public Chunk First => _first;

    /// <summary>Gets how many entries there are.</summary>
    public int Live => _live;

    /// <summary>Gets whether it is large enough for codes.</summary>
    public bool WantsCodes => _live > _shape.PlainUpTo;

    /// <summary>Makes room for one entry, which may move others; answers whether a chunk was begun.</summary>
    public bool MakeRoom()
    {
        bool extends = _last.Count == _last.Capacity;
        if (extends)
        {
            Extend();
        }

        return extends;
    }

    /// <summary>Adds an entry, for which there is room.</summary>
    public void Append(long id, ReadOnlySpan<float> vector)
    {
        _places[id] = new Place(_last, _last.Append(id, vector));
        _live++;
    }

    /// <summary>Lets an entry die at a place that is no longer the one of its id.</summary>
    public void Bury(Place place)
    {
        place.Chunk.Bury(place.Slot);
        _live--;
        if (place.Chunk != _last && IsSparse(place.Chunk))
        {
            Evacuate(place.Chunk);
        }
    }

    private static bool IsSparse(Chunk chunk) => chunk.Dead * 2 >= chunk.Count;

    private void Extend()
    {
        if (_last.Capacity < _shape.ChunkEntries)
        {
            Regrow();
            return;
        }

        Chunk full = _last;
        var fresh = new Chunk(this, _shape.Stride, _shape.ChunkEntries) { Previous = full };
        if (WantsCodes && _shape.Rotation is { } rotation)
        {
            fresh.Codes = new ChunkCodes(rotation, fresh.Capacity);
        }

        full.Next = fresh;
        _last = fresh;
        if (IsSparse(full))
        {
            Evacuate(full);
        }
    }

    // A chunk that is not full-grown is the only one.
    private void Regrow()
    {
        int live = _last.Count - _last.Dead;
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)((live * 4 / 3) + 1));
        var larger = new Chunk(this, _shape.Stride, Math.Min(capacity, _shape.ChunkEntries));
        MoveAll(_last, larger);
        _first = _last = larger;
    }

    private void Evacuate(Chunk chunk)
    {
        MoveAll(chunk, null);
        if (chunk.Next is { } next)
        {
            next.Previous = chunk.Previous;
        }

        if (chunk.Previous is { } previous)
        {
            previous.Next = chunk.Next;
        }
        else
        {
            _first = chunk.Next!;
        }
    }

    private void MoveAll(Chunk source, Chunk? into)
    {
        for (int slot = 0; slot < source.Count; slot++)
        {
            if ((source.DeadOf(slot / 64) >> slot & 1) != 0)
            {
                continue;
            }

            if (into is null && _last.Count == _last.Capacity)
            {
                Extend();
            }

            Chunk target = into ?? _last;
            _places[source.IdOf(slot)] = new Place(target, target.Append(source, slot));
        }
    }
}
