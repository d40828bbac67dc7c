using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Ledger.InMemory;

/// <summary>The sums of one hour: one for every combination of values, and those of the overflow.</summary>
/// <remarks>Guarded by the ledger's lock.</remarks>
internal sealed class HourBucket
{
    private readonly Dictionary<RollupKey, Tally> _rollups = new(RollupKeyComparer.Instance);
    private readonly Dictionary<RollupKey, Tally>.AlternateLookup<LedgerEntry> _byEntry;
    private readonly List<RollupKey> _order = [];

    public HourBucket(long hour)
    {
        Hour = hour;
        _byEntry = _rollups.GetAlternateLookup<LedgerEntry>();
    }

    /// <summary>Gets the hour, counted from the first of the calendar in UTC.</summary>
    public long Hour { get; }

    public DateTimeOffset Start => new(Hour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    /// <summary>Gets the last moment of the hour.</summary>
    public DateTimeOffset Last => Start.AddTicks(TimeSpan.TicksPerHour - 1);

    /// <summary>Gets the first moment after the hour, or the last one there is.</summary>
    public DateTimeOffset End => Last == DateTimeOffset.MaxValue ? Last : Last.AddTicks(1);

    public IReadOnlyDictionary<RollupKey, Tally> Rollups => _rollups;

    public Dictionary<ClosedValues, Tally> Overflow { get; } = [];

    /// <summary>Gets how many entries were added.</summary>
    public long Entries { get; private set; }

    /// <summary>Gets how many entries are in the overflow.</summary>
    public long OverflowEntries { get; private set; }

    /// <summary>Gets or sets how many entries are no longer kept one by one.</summary>
    public long Evicted { get; set; }

    public static long HourOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerHour;

    /// <summary>Adds an entry to the sum of its values, if there is one.</summary>
    public bool TryAdd(LedgerEntry entry)
    {
        if (!_byEntry.TryGetValue(entry, out Tally? tally))
        {
            return false;
        }

        tally.Add(entry);
        Entries++;
        return true;
    }

    /// <summary>Makes a sum for an entry's values.</summary>
    public void AddRollup(LedgerEntry entry)
    {
        var key = new RollupKey(entry);
        var tally = new Tally();
        tally.Add(entry);
        _rollups.Add(key, tally);
        _order.Add(key);
        Entries++;
    }

    public void AddToOverflow(LedgerEntry entry)
    {
        OverflowOf(ClosedValues.Of(entry)).Add(entry);
        OverflowEntries++;
        Entries++;
    }

    /// <summary>Moves the youngest sum to the overflow.</summary>
    /// <returns>How many entries moved.</returns>
    public long FoldOne()
    {
        RollupKey key = _order[^1];
        _order.RemoveAt(_order.Count - 1);
        _rollups.Remove(key, out Tally? tally);
        OverflowOf(key.Closed).Add(tally!);
        OverflowEntries += tally!.Entries;
        return tally.Entries;
    }

    private Tally OverflowOf(ClosedValues values)
    {
        if (!Overflow.TryGetValue(values, out Tally? tally))
        {
            Overflow[values] = tally = new Tally();
        }

        return tally;
    }
}
