using System.Numerics;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Ledger.Query;

/// <summary>Counts durations in buckets that grow with the duration, so that percentiles of merged histograms have a bounded error.</summary>
/// <remarks>
/// Sixteen buckets for every doubling, the layout of HdrHistogram: a bucket is at most 1/16 as wide as it is long, and its middle at most 1/32 (3.2 %) off.
/// Only buckets in use take memory. A mutable value type: not thread-safe.
/// </remarks>
internal struct LogHistogram
{
    private const int BitsPerDoubling = 4;
    private const int BucketsPerDoubling = 1 << BitsPerDoubling;

    private ushort[]? _buckets;
    private long[]? _counts;
    private int _used;

    /// <summary>Gets how many durations were counted.</summary>
    public long Count { get; private set; }

    /// <summary>Forgets the counts. Memory is kept.</summary>
    public void Clear() => (_used, Count) = (0, 0);

    /// <summary>Counts a duration; one below zero counts as zero.</summary>
    public void Add(TimeSpan duration) => Add(BucketOf(Math.Max(0, duration.Ticks)), 1);

    /// <summary>Adds another histogram's counts.</summary>
    public void Add(in LogHistogram other)
    {
        int slot = 0;
        for (int i = 0; i < other._used; i++)
        {
            slot = AddFrom(slot, other._buckets![i], other._counts![i]);
        }
    }

    /// <summary>Gets the nearest-rank percentile.</summary>
    /// <param name="percent">1 to 100.</param>
    public readonly TimeSpan Percentile(int percent)
    {
        long rank = (long)(((((Int128)Count) * percent) + 99) / 100);
        int slot = 0;
        for (long seen = _counts![0]; seen < rank; seen += _counts[slot])
        {
            slot++;
        }

        return new TimeSpan(MiddleOf(_buckets![slot]));
    }

    public readonly void Write(ByteWriter writer)
    {
        writer.Count((ulong)_used);
        for (int i = 0; i < _used; i++)
        {
            writer.Count(_buckets![i]);
            writer.Signed(_counts![i]);
        }
    }

    public void Add(ref ByteReader reader)
    {
        // Copies are kept in registers: this loop is most of what reading a stored sum takes.
        ByteReader own = reader;
        ReadOnlySpan<ushort> buckets = _buckets.AsSpan(0, _used);
        Span<long> counts = _counts.AsSpan(0, _used);
        int slot = 0;
        for (ulong rest = own.Count(); rest > 0; rest--)
        {
            var bucket = (ushort)own.Count();
            long count = own.Signed();
            while ((uint)slot < (uint)buckets.Length && buckets[slot] < bucket)
            {
                slot++;
            }

            if ((uint)slot < (uint)buckets.Length && buckets[slot] == bucket)
            {
                Count += count;
                counts[slot++] += count;
                continue;
            }

            slot = AddFrom(slot, bucket, count);
            buckets = _buckets.AsSpan(0, _used);
            counts = _counts.AsSpan(0, _used);
        }

        reader = own;
    }

    private static ushort BucketOf(long ticks)
    {
        if (ticks < BucketsPerDoubling)
        {
            return (ushort)ticks;
        }

        int doublings = BitOperations.Log2((ulong)ticks) - BitsPerDoubling;
        return (ushort)((doublings * BucketsPerDoubling) + (int)(ticks >> doublings));
    }

    private static long MiddleOf(ushort bucket)
    {
        if (bucket < 2 * BucketsPerDoubling)
        {
            return bucket;
        }

        int doublings = (bucket / BucketsPerDoubling) - 1;
        long width = 1L << doublings;
        return ((long)(bucket - (doublings * BucketsPerDoubling)) << doublings) + ((width - 1) / 2);
    }

    /// <summary>Adds to a bucket that comes after another one: histograms are merged from the first bucket to the last.</summary>
    /// <returns>The slot after the bucket's.</returns>
    private int AddFrom(int slot, ushort bucket, long count)
    {
        if (slot > 0 && _buckets![slot - 1] >= bucket)
        {
            slot = 0;
        }

        while (slot < _used && _buckets![slot] < bucket)
        {
            slot++;
        }

        if (slot == _used || _buckets![slot] != bucket)
        {
            Insert(slot, bucket, 0);
        }

        Count += count;
        _counts![slot] += count;
        return slot + 1;
    }

    private void Add(ushort bucket, long count)
    {
        Count += count;
        int slot = _used == 0 ? -1 : Array.BinarySearch(_buckets!, 0, _used, bucket);
        if (slot >= 0)
        {
            _counts![slot] += count;
        }
        else
        {
            Insert(~slot, bucket, count);
        }
    }

    private void Insert(int slot, ushort bucket, long count)
    {
        if (_used == (_buckets?.Length ?? 0))
        {
            int size = Math.Max(2, _used * 2);
            Array.Resize(ref _buckets, size);
            Array.Resize(ref _counts, size);
        }

        Array.Copy(_buckets!, slot, _buckets!, slot + 1, _used - slot);
        Array.Copy(_counts!, slot, _counts!, slot + 1, _used - slot);
        _buckets![slot] = bucket;
        _counts![slot] = count;
        _used++;
    }
}
