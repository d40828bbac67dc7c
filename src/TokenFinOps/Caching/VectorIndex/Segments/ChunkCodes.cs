using TokenFinOps.Caching.VectorIndex.Kernels;
using TokenFinOps.Caching.VectorIndex.Rotations;

namespace TokenFinOps.Caching.VectorIndex.Segments;

/// <summary>The codes of a chunk's entries under one rotation. A slot is written once, before readers are told of it.</summary>
internal sealed class ChunkCodes
{
    private readonly AlignedArray<byte> _head;
    private readonly AlignedArray<byte> _middle;
    private readonly byte[] _headTails;
    private readonly byte[] _middleTails;
    private readonly ulong[] _outliers;
    private readonly int _row;

    /// <summary>Reserves room for a number of entries, a multiple of <see cref="HeadScan.Block"/>.</summary>
    public ChunkCodes(Rotation rotation, int capacity)
    {
        Rotation = rotation;
        _row = (rotation.Middle.Count + CodeKernel.Padding - 1) / CodeKernel.Padding * CodeKernel.Padding;
        _head = new AlignedArray<byte>(capacity * rotation.Head.Count);
        _middle = new AlignedArray<byte>(capacity * _row);
        _headTails = new byte[capacity];
        _middleTails = new byte[capacity];
        _outliers = new ulong[capacity / HeadScan.Block];
    }

    /// <summary>Gets the rotation.</summary>
    public Rotation Rotation { get; }

    /// <summary>Gets the heads, in the order in which they are scanned.</summary>
    public ReadOnlySpan<byte> Head => _head.Span;

    /// <summary>Gets the norms outside the head.</summary>
    public ReadOnlySpan<byte> HeadTails => _headTails;

    /// <summary>Gets the norms outside head and middle.</summary>
    public ReadOnlySpan<byte> MiddleTails => _middleTails;

    /// <summary>Gets the entries for which no bound holds, one bit each.</summary>
    public ReadOnlySpan<ulong> Outliers => _outliers;

    /// <summary>Gets the size in bytes.</summary>
    public long Bytes => _head.Bytes + _middle.Bytes + _headTails.Length + _middleTails.Length + (sizeof(ulong) * _outliers.Length);

    /// <summary>Gets the middle of an entry.</summary>
    public ReadOnlySpan<byte> MiddleOf(int slot) => _middle.Span.Slice(slot * _row, _row);

    /// <summary>Encodes a padded unit vector into a slot.</summary>
    public void Encode(int slot, ReadOnlySpan<float> vector)
    {
        Span<byte> head = stackalloc byte[Rotation.Head.Count];
        Span<byte> middle = _middle.Span.Slice(slot * _row, _row);
        middle[Rotation.Middle.Count..].Clear();
        EntryCode code = Rotation.Encode(vector, head, middle);
        for (int i = 0; i < head.Length; i++)
        {
            _head.Span[HeadIndex(slot, i)] = head[i];
        }

        Keep(slot, code);
    }

    /// <summary>Copies the codes of a slot of a chunk under the same rotation.</summary>
    public void Copy(ChunkCodes source, int from, int slot)
    {
        for (int i = 0; i < Rotation.Head.Count; i++)
        {
            _head.Span[HeadIndex(slot, i)] = source._head.Span[HeadIndex(from, i)];
        }

        source.MiddleOf(from).CopyTo(_middle.Span.Slice(slot * _row, _row));
        Keep(slot, new EntryCode(source._headTails[from], source._middleTails[from], (source._outliers[from / 64] >> from & 1) != 0));
    }

    private void Keep(int slot, EntryCode code)
    {
        (_headTails[slot], _middleTails[slot]) = (code.HeadTail, code.MiddleTail);
        if (code.IsOutlier)
        {
            _outliers[slot / 64] |= 1UL << slot;
        }
    }

    private int HeadIndex(int slot, int coordinate) =>
        (slot / HeadScan.Block * HeadScan.Block * Rotation.Head.Count)
        + (coordinate / HeadScan.Group * HeadScan.Block * HeadScan.Group)
        + (slot % HeadScan.Block * HeadScan.Group)
        + (coordinate % HeadScan.Group);
}
