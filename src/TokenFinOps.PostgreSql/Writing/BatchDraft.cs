using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Writing;

/// <summary>What a batch of entries writes: ids, keys, rows and the sums of the rows by hour and key.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class BatchDraft
{
    private readonly EntryBatch _batch;
    private readonly StoredKey[] _keys;
    private readonly long[] _hours;
    private readonly List<int> _first = [];

    public BatchDraft(EntryBatch batch, KeyRegistry registry)
    {
        _batch = batch;
        _keys = new StoredKey[batch.Count];
        _hours = new long[batch.Count];
        HashSet<Guid> seen = new(batch.Count);
        for (int i = 0; i < batch.Count; i++)
        {
            _keys[i] = registry.Of(batch[i]);
            _hours[i] = RollupPeriod.HourOf(batch[i].Timestamp.UtcTicks);
            if (seen.Add(batch[i].Id))
            {
                _first.Add(i);
            }
            else
            {
                batch.MarkDuplicate(i);
            }
        }

        NewKeys = [.. _keys.Where(static key => !key.IsStored).Distinct()];
    }

    /// <summary>Gets the keys that the database may not have.</summary>
    public IReadOnlyList<StoredKey> NewKeys { get; }

    public IEnumerable<long> Months => _hours.Distinct().Select(ServerTime.MonthOfHour).Distinct();

    public Guid[] Ids => [.. _first.Select(i => _batch[i].Id)];

    public long[] Hours => [.. _first.Select(i => _hours[i])];

    /// <summary>Gets the entries that are new, in the order of the batch.</summary>
    public IEnumerable<(LedgerEntry Entry, Guid Key)> Rows
    {
        get
        {
            foreach (int i in _first)
            {
                if (_batch.IsNew(i))
                {
                    yield return (_batch[i], _keys[i].Id);
                }
            }
        }
    }

    /// <summary>Marks what became of the entries.</summary>
    public void Settle(HashSet<Guid> taken, long entriesFrom)
    {
        foreach (int i in _first)
        {
            if (_hours[i] < entriesFrom)
            {
                _batch.RefuseAsTooOld(i, entriesFrom);
            }
            else if (!taken.Contains(_batch[i].Id))
            {
                _batch.MarkDuplicate(i);
            }
        }
    }

    /// <summary>Adds the new entries up by hour and key.</summary>
    public Dictionary<(long Hour, Guid Key), Tally> Sum()
    {
        Dictionary<(long, Guid), Tally> sums = [];
        foreach (int i in _first)
        {
            if (!_batch.IsNew(i))
            {
                continue;
            }

            if (!sums.TryGetValue((_hours[i], _keys[i].Id), out Tally? sum))
            {
                sums[(_hours[i], _keys[i].Id)] = sum = new Tally();
            }

            sum.Add(_batch[i]);
        }

        return sums;
    }

    public void MarkKeysStored()
    {
        foreach (StoredKey key in NewKeys)
        {
            key.IsStored = true;
        }
    }
}
