using System.Buffers;
using System.Runtime.CompilerServices;

namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>A list whose memory is borrowed from the shared pool: a selection over a megabyte leaves little for the garbage collector.</summary>
internal sealed class RentedList<T>(int capacity = 256) : IDisposable
    where T : unmanaged
{
    private T[] _items = ArrayPool<T>.Shared.Rent(capacity);

    public int Count { get; private set; }

    public Span<T> Span => _items.AsSpan(0, Count);

    public ref T this[int index] => ref _items[index];

    /// <summary>Makes a list of zeros.</summary>
    public static RentedList<T> Zeros(int count)
    {
        var list = new RentedList<T>(Math.Max(1, count)) { Count = count };
        list.Span.Clear();
        return list;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Grow(Count + 1);
        }

        _items[Count++] = item;
    }

    public void AddRange(ReadOnlySpan<T> items)
    {
        if (Count + items.Length > _items.Length)
        {
            Grow(Count + items.Length);
        }

        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    public void Clear() => Count = 0;

    public void Dispose()
    {
        T[] items = _items;
        _items = [];
        Count = 0;
        if (items.Length > 0)
        {
            // Prompts do not linger in shared buffers.
            ArrayPool<T>.Shared.Return(items, clearArray: typeof(T) == typeof(char));
        }
    }

    private void Grow(int needed)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, _items.Length * 2));
        Span.CopyTo(larger);
        ArrayPool<T>.Shared.Return(_items, clearArray: typeof(T) == typeof(char));
        _items = larger;
    }
}
