using System.Diagnostics.CodeAnalysis;

namespace TokenFinOps.Compression;

/// <summary>Keeps the values that were used last, up to a number of bytes. Thread-safe.</summary>
/// <remarks>
/// <c>MemoryCache</c> with a size limit refuses the newest value when it is full, and what is wanted here is the newest.
/// </remarks>
internal sealed class BoundedCache<TKey, TValue>(long capacity)
    where TKey : notnull
    where TValue : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<Item>> _nodes = [];
    private readonly LinkedList<Item> _used = new();
    private long _size;

    public long Size
    {
        get
        {
            lock (_lock)
            {
                return _size;
            }
        }
    }

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(key, out LinkedListNode<Item>? node))
            {
                value = default;
                return false;
            }

            _used.Remove(node);
            _used.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Keeps a value; one that is larger than the whole cache is not kept.</summary>
    public void Set(TKey key, TValue value, long size)
    {
        lock (_lock)
        {
            if (_nodes.Remove(key, out LinkedListNode<Item>? known))
            {
                _used.Remove(known);
                _size -= known.Value.Size;
            }

            if (size > capacity)
            {
                return;
            }

            _nodes[key] = _used.AddFirst(new Item(key, value, size));
            _size += size;
            while (_size > capacity)
            {
                Item oldest = _used.Last!.Value;
                _used.RemoveLast();
                _nodes.Remove(oldest.Key);
                _size -= oldest.Size;
            }
        }
    }

    private readonly record struct Item(TKey Key, TValue Value, long Size);
}
