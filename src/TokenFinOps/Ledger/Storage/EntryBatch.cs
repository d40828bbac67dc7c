namespace TokenFinOps.Ledger.Storage;

/// <summary>Entries that are written together, and what became of each.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class EntryBatch
{
    private readonly List<PendingEntry> _pending = [];
    private readonly List<TaskCompletionSource> _barriers = [];
    private readonly Dictionary<int, Exception> _refused = [];
    private readonly HashSet<int> _duplicates = [];

    /// <summary>Gets how many entries there are.</summary>
    public int Count => _pending.Count;

    public int Duplicates => _duplicates.Count;

    public int Refused => _refused.Count;

    /// <summary>Gets a value indicating whether somebody waits for these entries to be written.</summary>
    public bool IsAwaited => _barriers.Count > 0;

    public LedgerEntry this[int index] => _pending[index].Entry!;

    public void Add(PendingEntry pending)
    {
        if (pending.Entry is null)
        {
            _barriers.Add(pending.Written!);
        }
        else
        {
            _pending.Add(pending);
        }
    }

    /// <summary>Notes that the ledger has an entry's id already.</summary>
    public void MarkDuplicate(int index) => _duplicates.Add(index);

    /// <summary>Notes that an entry was not written and never will be.</summary>
    public void Refuse(int index, Exception why) => _refused[index] = why;

    /// <summary>Notes that an entry is older than what the ledger keeps.</summary>
    /// <param name="index">The entry.</param>
    /// <param name="entriesFrom">The first hour of which single entries are kept.</param>
    public void RefuseAsTooOld(int index, long entriesFrom) => Refuse(index, new LedgerUnavailableException(
        $"The entry {this[index].Id} of {this[index].Timestamp.UtcDateTime:u} is older than what the ledger keeps, which is from {RollupPeriod.StartOfHour(entriesFrom):u} on. "
        + "Nobody could tell whether it is a duplicate, so it was not written."));

    /// <summary>Gets a value indicating whether an entry was written, and was not there before.</summary>
    public bool IsNew(int index) => !_duplicates.Contains(index) && !_refused.ContainsKey(index);

    /// <summary>Forgets what became of the entries: they are written again.</summary>
    public void Restart()
    {
        _duplicates.Clear();
        _refused.Clear();
    }

    /// <summary>Tells those who wait that the entries are written.</summary>
    public void Acknowledge()
    {
        for (int i = 0; i < _pending.Count; i++)
        {
            if (_refused.TryGetValue(i, out Exception? why))
            {
                _pending[i].Written?.TrySetException(why);
            }
            else
            {
                _pending[i].Written?.TrySetResult();
            }
        }

        _barriers.ForEach(static barrier => barrier.TrySetResult());
    }

    /// <summary>Tells those who wait that they need not wait any longer. The entries stay.</summary>
    public void Disappoint(Exception fault)
    {
        _pending.ForEach(pending => pending.Written?.TrySetException(fault));
        _barriers.ForEach(barrier => barrier.TrySetException(fault));
        _barriers.Clear();
    }

    public void Clear()
    {
        _pending.Clear();
        _barriers.Clear();
        Restart();
    }
}
