namespace TokenFinOps.Ledger.InMemory;

/// <summary>The sums of all hours, kept within bounds.</summary>
/// <remarks>
/// <para>What happens to an entry whose combination of values is new in its hour:</para>
/// <list type="number">
/// <item><description>It gets a sum of its own, while there is room.</description></item>
/// <item><description>Where the hour has as many sums as one hour may have, it goes to the hour's overflow.</description></item>
/// <item><description>Where the store is full, the oldest hour moves one of its sums to its overflow, which makes room: the work of one append is bounded.</description></item>
/// <item><description>Where its own hour is the oldest, it goes to the hour's overflow.</description></item>
/// </list>
/// <para>Guarded by the ledger's lock.</para>
/// </remarks>
internal sealed class RollupStore
{
    // Clocks differ, and an hour may be added before the oldest one is due.
    private const int SpareHours = 48;

    private readonly Dictionary<long, HourBucket> _hours = [];
    private readonly SortedSet<long> _ordered = [];
    private readonly SortedSet<long> _detailed = [];
    private readonly InMemoryCostLedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly long _retainedHours;
    private HourBucket? _latest;

    public RollupStore(InMemoryCostLedgerOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _retainedHours = (options.Retention.Ticks + TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour;
    }

    public int Hours => _hours.Count;

    public int Rollups { get; private set; }

    public long OverflowEntries { get; private set; }

    public long ExpiredEntries { get; private set; }

    /// <summary>Gets the first moment after the latest hour that was dropped.</summary>
    public DateTimeOffset? ExpiredBefore { get; private set; }

    /// <summary>Copies the list of hours.</summary>
    public HourBucket[] ToArray() => [.. _hours.Values];

    /// <summary>Adds an entry.</summary>
    /// <returns>The hour that it was added to.</returns>
    public HourBucket Add(LedgerEntry entry)
    {
        HourBucket bucket = BucketOf(HourBucket.HourOf(entry.Timestamp));
        if (bucket.TryAdd(entry))
        {
            return bucket;
        }

        if (HasRoomIn(bucket))
        {
            bucket.AddRollup(entry);
            Rollups++;
            _detailed.Add(bucket.Hour);
        }
        else
        {
            bucket.AddToOverflow(entry);
            OverflowEntries++;
        }

        return bucket;
    }

    private HourBucket BucketOf(long hour)
    {
        if (_latest?.Hour == hour)
        {
            return _latest;
        }

        if (!_hours.TryGetValue(hour, out HourBucket? bucket))
        {
            DropExpired();
            _hours[hour] = bucket = new HourBucket(hour);
            _ordered.Add(hour);
        }

        return _latest = bucket;
    }

    private bool HasRoomIn(HourBucket bucket)
    {
        if (bucket.Rollups.Count >= _options.MaxRollupsPerHour)
        {
            return false;
        }

        if (Rollups < _options.MaxRollups)
        {
            return true;
        }

        HourBucket oldest = _hours[_detailed.Min];
        if (oldest.Hour >= bucket.Hour)
        {
            return false;
        }

        OverflowEntries += oldest.FoldOne();
        Rollups--;
        if (oldest.Rollups.Count == 0)
        {
            _detailed.Remove(oldest.Hour);
        }

        return true;
    }

    // An entry that is itself older than the retention stays until the next hour begins.
    private void DropExpired()
    {
        long cutoff = HourBucket.HourOf(_time.GetUtcNow()) - _retainedHours;
        while (_ordered.Count > 0 && (_ordered.Min < cutoff || _ordered.Count >= _retainedHours + SpareHours))
        {
            Drop(_hours[_ordered.Min]);
        }
    }

    private void Drop(HourBucket bucket)
    {
        _hours.Remove(bucket.Hour);
        _ordered.Remove(bucket.Hour);
        _detailed.Remove(bucket.Hour);
        _latest = null;
        Rollups -= bucket.Rollups.Count;
        OverflowEntries -= bucket.OverflowEntries;
        ExpiredEntries += bucket.Entries;
        ExpiredBefore = ExpiredBefore > bucket.End ? ExpiredBefore : bucket.End;
    }
}
