using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;
using TokenFinOps.Caching.Partitions;
using TokenFinOps.Caching.VectorIndex;

namespace TokenFinOps.Caching.Entries;

/// <summary>Keeps entries in memory, within a number of bytes, and finds them word for word and by meaning. Thread-safe.</summary>
/// <remarks>
/// <para>
/// <c>MemoryCache</c> holds the entries and their expiry. Its size limit is not used: it refuses the newest entry when it is full, and that is the one that will be asked for.
/// Instead the entries of least value go (GreedyDual-Size-Frequency, Cherkasova 1998): value is cost × uses ÷ bytes, above a floor that rises with every eviction, so that what
/// was dear once does not stay for ever.
/// </para>
/// </remarks>
internal sealed class EntryStore : IDisposable
{
    // Evicting a tenth at once makes sorting all entries cheap per entry.
    private const double AfterEviction = 0.9;

    private readonly MemoryCache _entries;
    private readonly ConcurrentDictionary<UInt128, CacheEntry> _exact = [];
    private readonly ConcurrentDictionary<Guid, CacheEntry> _byId = [];
    private readonly Lock _evicting = new();
    private readonly long _maxBytes;
    private readonly Action<CacheEntry, EntryEnd> _gone;
    private readonly TimeProvider _time;
    private ExactVectorIndex? _index;
    private long _bytes;
    private long _numbers;
    private long _evicted;
    private double _floor;

    public EntryStore(long maxBytes, TimeProvider time, Action<CacheEntry, EntryEnd> gone)
    {
        _maxBytes = maxBytes;
        _gone = gone;
        _time = time;
        _entries = new MemoryCache(new MemoryCacheOptions { Clock = new CacheClock(time), TrackStatistics = false });
    }

    public int Count => _byId.Count;

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Evicted => Interlocked.Read(ref _evicted);

    public IEnumerable<CacheEntry> All => _byId.Values;

    public long NextNumber() => Interlocked.Increment(ref _numbers);

    /// <summary>Finds the entry of a question, word for word.</summary>
    public CacheEntry? Find(CacheQuestion question) =>
        _exact.TryGetValue(question.ExactKey, out CacheEntry? entry) && IsAlive(entry) && entry.Question.Text == question.Text && entry.IsFor(question) ? entry : null;

    /// <summary>Finds an entry by its id.</summary>
    public CacheEntry? Find(Guid id) => _byId.TryGetValue(id, out CacheEntry? entry) && IsAlive(entry) ? entry : null;

    /// <summary>Finds the entries whose questions are nearest, the nearest first.</summary>
    /// <returns>How many there are.</returns>
    public int FindNearest(CacheQuestion question, ReadOnlySpan<float> vector, float threshold, Span<Neighbour> found)
    {
        if (Volatile.Read(ref _index) is not { } index || index.Dimensions != vector.Length)
        {
            return 0;
        }

        Span<VectorMatch> matches = found.Length <= 16 ? stackalloc VectorMatch[found.Length] : new VectorMatch[found.Length];
        while (true)
        {
            int count = index.FindNearest(question.PartitionId, vector, threshold, matches);
            int alive = 0;
            bool hasGone = false;
            for (int i = 0; i < count; i++)
            {
                if (_entries.TryGetValue(matches[i].Id, out CacheEntry? entry) && entry is { IsGone: false })
                {
                    // Another partition whose key begins alike is possible in principle only; its answers are never handed out.
                    if (entry.IsFor(question))
                    {
                        found[alive++] = new Neighbour(entry, matches[i].Similarity);
                    }
                }
                else
                {
                    // Expired, and not yet taken out: it may not stand before those that are alive.
                    hasGone |= index.Remove(matches[i].Id);
                }
            }

            if (!hasGone)
            {
                return alive;
            }
        }
    }

    /// <summary>Says whether more entries than that are nearly the same question.</summary>
    public bool IsCrowded(CacheQuestion question, ReadOnlySpan<float> vector, float similarity, int most) =>
        FindNearest(question, vector, similarity, new Neighbour[most + 1]) > most;

    /// <summary>Keeps an entry, in place of the one with the same question.</summary>
    /// <returns><see langword="false"/> when it has expired already, or was taken out or replaced meanwhile.</returns>
    public bool Add(CacheEntry entry, ReadOnlySpan<float> vector)
    {
        if (entry.Expires <= _time.GetUtcNow())
        {
            return false;
        }

        entry.Priority = Volatile.Read(ref _floor) + EntryValue.Of(entry);
        Interlocked.Add(ref _bytes, entry.Bytes);
        Hold(entry);
        if (entry.IsIndexed)
        {
            IndexFor(vector.Length)?.Add(entry.Question.PartitionId, entry.Number, vector);
        }

        CacheEntry? before = null;
        _exact.AddOrUpdate(entry.Question.ExactKey, entry, (_, old) =>
        {
            before = old;
            return entry;
        });

        // It counts from here on, so whoever sees it counted finds it in every way.
        _byId[entry.Id] = entry;
        if (before is not null)
        {
            Remove(before, EntryEnd.Dropped);
        }

        // Whoever wanted it out before it counted has found nothing to take out.
        if (!IsAlive(entry) || !IsNewest(entry))
        {
            Remove(entry, EntryEnd.Dropped);
            return false;
        }

        if (Bytes > _maxBytes)
        {
            Evict(entry);
        }

        return true;
    }

    /// <summary>Keeps an entry of a store, unless a newer one has its question.</summary>
    public void AddOlder(CacheEntry entry, ReadOnlySpan<float> vector)
    {
        if (!_exact.TryGetValue(entry.Question.ExactKey, out CacheEntry? known) || known.Created <= entry.Created)
        {
            Add(entry, vector);
        }
    }

    /// <summary>Counts a hit: what is used is worth more.</summary>
    public void Touch(CacheEntry entry)
    {
        entry.CountHit();
        entry.Priority = Volatile.Read(ref _floor) + EntryValue.Of(entry);
    }

    /// <summary>Takes an entry out.</summary>
    /// <returns><see langword="false"/> when it was gone already.</returns>
    public bool Remove(CacheEntry entry, EntryEnd end)
    {
        entry.MarkGone();
        if (!_byId.TryRemove(KeyValuePair.Create(entry.Id, entry)))
        {
            return false;
        }

        Interlocked.Add(ref _bytes, -entry.Bytes);
        _exact.TryRemove(KeyValuePair.Create(entry.Question.ExactKey, entry));
        Volatile.Read(ref _index)?.Remove(entry.Number);
        _entries.Remove(entry.Number);
        _gone(entry, end);
        return true;
    }

    public void Dispose() => _entries.Dispose();

    private bool IsAlive(CacheEntry entry) => !entry.IsGone && _entries.TryGetValue(entry.Number, out _);

    private bool IsNewest(CacheEntry entry) => _exact.TryGetValue(entry.Question.ExactKey, out CacheEntry? newest) && ReferenceEquals(newest, entry);

    private void Hold(CacheEntry entry)
    {
        using ICacheEntry held = _entries.CreateEntry(entry.Number);
        held.Value = entry;
        held.AbsoluteExpiration = entry.Expires;
        held.RegisterPostEvictionCallback(
            static (_, value, reason, state) =>
            {
                if (reason is EvictionReason.Expired or EvictionReason.TokenExpired)
                {
                    ((EntryStore)state!).Remove((CacheEntry)value!, EntryEnd.Expired);
                }
            },
            this);
    }

    private ExactVectorIndex? IndexFor(int dimensions)
    {
        if (Volatile.Read(ref _index) is { } index)
        {
            return index.Dimensions == dimensions ? index : null;
        }

        Interlocked.CompareExchange(ref _index, new ExactVectorIndex(dimensions), null);
        return _index.Dimensions == dimensions ? _index : null;
    }

    [SuppressMessage("Reliability", "CA2002:Do not lock on objects with weak identity", Justification = "It is a Lock of our own.")]
    private void Evict(CacheEntry newest)
    {
        if (!_evicting.TryEnter())
        {
            return;
        }

        try
        {
            long target = (long)(_maxBytes * AfterEviction);
            foreach (CacheEntry entry in _byId.Values.OrderBy(static entry => entry.Priority).ToArray())
            {
                if (Bytes <= target)
                {
                    return;
                }

                if (!ReferenceEquals(entry, newest) && Remove(entry, EntryEnd.Evicted))
                {
                    Volatile.Write(ref _floor, Math.Max(_floor, entry.Priority));
                    Interlocked.Increment(ref _evicted);
                }
            }
        }
        finally
        {
            _evicting.Exit();
        }
    }
}
