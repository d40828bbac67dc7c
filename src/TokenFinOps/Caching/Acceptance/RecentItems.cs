namespace TokenFinOps.Caching.Acceptance;

/// <summary>Keeps something for each of the keys that were used last. Not thread-safe.</summary>
internal sealed class RecentItems<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();

    /// <summary>Gets the values, the one that was used last first.</summary>
    public IEnumerable<(TKey Key, TValue Value)> All => _order;

    public TValue? Find(TKey key) => _nodes.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? node) ? node.Value.Value : null;

    public TValue FindOrAdd(TKey key, Func<TValue> create)
    {
        if (_nodes.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? known))
        {
            _order.Remove(known);
            _order.AddFirst(known);
            return known.Value.Value;
        }

        if (_nodes.Count >= capacity)
        {
            _nodes.Remove(_order.Last!.Value.Key);
            _order.RemoveLast();
        }

        TValue value = create();
        _nodes[key] = _order.AddFirst((key, value));
        return value;
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out LinkedListNode<(TKey Key, TValue Value)>? node))
        {
            _order.Remove(node);
        }
    }

    public void Clear()
    {
        _nodes.Clear();
        _order.Clear();
    }
}
