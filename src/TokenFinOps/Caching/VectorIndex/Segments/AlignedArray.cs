using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TokenFinOps.Caching.VectorIndex.Segments;

/// <summary>An array that begins on a cache line when it is large: a load that crosses two lines costs twice.</summary>
internal sealed class AlignedArray<T>
    where T : unmanaged
{
    private const int Line = 64;
    private const int Large = 16 * 1024;

    private readonly T[] _items;
    private readonly int _offset;
    private readonly int _length;

    /// <summary>Reserves room, not cleared.</summary>
    public AlignedArray(int length)
    {
        int size = Unsafe.SizeOf<T>();
        bool large = (long)length * size >= Large;
        _length = length;
        _items = GC.AllocateUninitializedArray<T>(large ? length + (Line / size) : length, pinned: large);
        if (large)
        {
            long over = Marshal.UnsafeAddrOfPinnedArrayElement(_items, 0) % Line;
            _offset = over == 0 ? 0 : (int)((Line - over) / size);
        }
    }

    /// <summary>Gets all items.</summary>
    public Span<T> Span => _items.AsSpan(_offset, _length);

    /// <summary>Gets the size in bytes.</summary>
    public long Bytes => (long)_items.Length * Unsafe.SizeOf<T>();
}
