namespace TokenFinOps.Ledger.InMemory;

/// <summary>The latest entries, one by one, and the ids by which duplicates are known.</summary>
/// <remarks>Guarded by the ledger's lock.</remarks>
internal sealed class EntryRing(int capacity)
{
    private readonly HashSet<Guid> _ids = [];
    private (LedgerEntry Entry, HourBucket Bucket)[] _slots = new (LedgerEntry, HourBucket)[Math.Min(capacity, 256)];
    private int _oldest;

    public int Count { get; private set; }

    public long Evicted { get; private set; }

    public bool Contains(Guid id) => _ids.Contains(id);

    public void Add(LedgerEntry entry, HourBucket bucket)
    {
        if (Count == capacity)
        {
            EvictOldest();
        }
        else if (Count == _slots.Length)
        {
            Array.Resize(ref _slots, (int)Math.Min(capacity, _slots.Length * 2L));
        }

        _slots[(_oldest + Count) % _slots.Length] = (entry, bucket);
        _ids.Add(entry.Id);
        Count++;
    }

    /// <summary>Copies the entries, oldest first.</summary>
    public LedgerEntry[] ToArray()
    {
        var entries = new LedgerEntry[Count];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = _slots[(_oldest + i) % _slots.Length].Entry;
        }

        return entries;
    }

    private void EvictOldest()
    {
        (LedgerEntry entry, HourBucket bucket) = _slots[_oldest];
        _ids.Remove(entry.Id);
        bucket.Evicted++;
        _oldest = (_oldest + 1) % _slots.Length;
        Count--;
        Evicted++;
    }
}
