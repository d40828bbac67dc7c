namespace TokenFinOps.Caching.VectorIndex.Segments;

/// <summary>
/// A run of entries of one partition. A slot is written once, then readers are told of it by the count; from then on it only dies.
/// So a reader without a lock never sees half an entry.
/// </summary>
internal sealed class Chunk(Segment segment, int stride, int capacity)
{
    private readonly AlignedArray<float> _vectors = new(stride * capacity);
    private readonly long[] _ids = new long[capacity];
    private readonly ulong[] _dead = new ulong[(capacity + 63) / 64];
    private volatile int _count;
    private volatile ChunkCodes? _codes;
    private volatile Chunk? _next;

    /// <summary>Gets the segment that it belongs to.</summary>
    public Segment Segment { get; } = segment;

    /// <summary>Gets how many entries have room.</summary>
    public int Capacity => _ids.Length;

    /// <summary>Gets how many slots are written. Readers ask for it before <see cref="Codes"/>.</summary>
    public int Count => _count;

    /// <summary>Gets how many of the written slots are dead. For the writer.</summary>
    public int Dead { get; private set; }

    /// <summary>Gets or sets the chunk behind it. A chunk that was taken out still leads on.</summary>
    public Chunk? Next
    {
        get => _next;
        set => _next = value;
    }

    /// <summary>Gets or sets the chunk before it. For the writer.</summary>
    public Chunk? Previous { get; set; }

    /// <summary>Gets or sets the codes of all written slots, or <see langword="null"/> when it is searched without.</summary>
    public ChunkCodes? Codes
    {
        get => _codes;
        set => _codes = value;
    }

    /// <summary>Gets the size in bytes.</summary>
    public long Bytes => _vectors.Bytes + (sizeof(long) * (_ids.Length + _dead.Length)) + (_codes?.Bytes ?? 0);

    /// <summary>Gets the padded unit vector of a slot.</summary>
    public ReadOnlySpan<float> VectorOf(int slot) => _vectors.Span.Slice(slot * stride, stride);

    /// <summary>Gets the id of a slot.</summary>
    public long IdOf(int slot) => _ids[slot];

    /// <summary>Gets which of the 64 slots of a block are dead.</summary>
    public ulong DeadOf(int block) => Volatile.Read(ref _dead[block]);

    /// <summary>Writes the next slot. For the writer.</summary>
    public int Append(long id, ReadOnlySpan<float> vector)
    {
        int slot = Place(id, vector);
        _codes?.Encode(slot, vector);
        _count = slot + 1;
        return slot;
    }

    /// <summary>Writes the next slot with what another chunk holds. For the writer.</summary>
    public int Append(Chunk source, int from)
    {
        int slot = Place(source.IdOf(from), source.VectorOf(from));
        if (_codes is { } codes)
        {
            if (source.Codes is { } known && ReferenceEquals(known.Rotation, codes.Rotation))
            {
                codes.Copy(known, from, slot);
            }
            else
            {
                codes.Encode(slot, VectorOf(slot));
            }
        }

        _count = slot + 1;
        return slot;
    }

    /// <summary>Lets a slot die. For the writer.</summary>
    public void Bury(int slot)
    {
        Dead++;
        Volatile.Write(ref _dead[slot / 64], _dead[slot / 64] | 1UL << slot);
    }

    private int Place(long id, ReadOnlySpan<float> vector)
    {
        int slot = _count;
        vector.CopyTo(_vectors.Span.Slice(slot * stride, stride));
        _ids[slot] = id;
        return slot;
    }
}
