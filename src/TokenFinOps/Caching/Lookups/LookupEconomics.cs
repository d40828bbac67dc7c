using BitFaster.Caching.Lru;

namespace TokenFinOps.Caching.Lookups;

/// <summary>Weighs what an embedding costs against what a hit saves, partition by partition. Thread-safe.</summary>
/// <remarks>
/// The chance of a hit is the share of lookups that hit, in the partition where it has been looked up often, in all of them elsewhere (Beta-binomial shrinkage). One in fifty is looked
/// up all the same, so that a change is noticed.
/// </remarks>
internal sealed class LookupEconomics
{
    private const int Least = 100;
    private const int ProbeEvery = 50;
    private const double Weight = 20;
    private const double Memory = 0.98;

    private readonly ConcurrentLru<string, Counts> _partitions = new(4_096);
    private readonly Counts _all = new();
    private readonly Lock _lock = new();
    private double _embedding;
    private double _answer;
    private long _declined;
    private long _skipped;

    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Says whether a question is worth its embedding.</summary>
    public bool IsWorthEmbedding(string partition)
    {
        lock (_lock)
        {
            if (_embedding <= 0 || _answer <= 0 || _all.Lookups < Least)
            {
                return true;
            }
        }

        double overall = (Volatile.Read(ref _all.Hits) + 1.0) / (Volatile.Read(ref _all.Lookups) + 2.0);
        Counts counts = _partitions.GetOrAdd(partition, static _ => new Counts());
        double chance = (Volatile.Read(ref counts.Hits) + (Weight * overall)) / (Volatile.Read(ref counts.Lookups) + Weight);
        if (chance * _answer >= _embedding || Interlocked.Increment(ref _declined) % ProbeEvery == 0)
        {
            return true;
        }

        Interlocked.Increment(ref _skipped);
        return false;
    }

    /// <summary>Learns what an embedding cost, and how its lookup ended.</summary>
    public void Observe(string partition, bool isHit, decimal embedding)
    {
        Count(_all, isHit);
        Count(_partitions.GetOrAdd(partition, static _ => new Counts()), isHit);
        lock (_lock)
        {
            _embedding = Mean(_embedding, (double)embedding);
        }
    }

    /// <summary>Learns what an answer of the model cost.</summary>
    public void Observe(decimal answer)
    {
        lock (_lock)
        {
            _answer = Mean(_answer, (double)answer);
        }
    }

    private static double Mean(double mean, double value) => mean == 0 ? value : (Memory * mean) + ((1 - Memory) * value);

    private static void Count(Counts counts, bool isHit)
    {
        Interlocked.Increment(ref counts.Lookups);
        if (isHit)
        {
            Interlocked.Increment(ref counts.Hits);
        }
    }

    private sealed class Counts
    {
        public long Lookups;
        public long Hits;
    }
}
