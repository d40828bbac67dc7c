using System.Diagnostics;
using System.Numerics.Tensors;
using TokenFinOps.Caching.VectorIndex;

namespace TokenFinOps.Evaluation.Vectors;

/// <summary>Times an index on a set of vectors, and compares its answers with those of multiplying everything.</summary>
/// <param name="set">The vectors.</param>
/// <param name="theta">The threshold.</param>
internal sealed class IndexRun(VectorSet set, float theta)
{
    private const int Partition = 1;

    private readonly ExactVectorIndex _index = new(set.Dimensions, new VectorIndexOptions { ExpectedThreshold = Math.Clamp(theta, 0.01f, 1) });

    // The same kernel without any bound: a partition that is never too large to be multiplied through.
    private readonly ExactVectorIndex _plain = new(set.Dimensions, new VectorIndexOptions { PlainUpTo = int.MaxValue });

    public long SizeInBytes => _index.SizeInBytes;

    /// <summary>Adds all entries; answers the microseconds of one, and the seconds until everything was encoded.</summary>
    public async Task<(double Insert, double Encoded)> BuildAsync()
    {
        double begun = ThreadClock.Now;
        for (int i = 0; i < set.EntryCount; i++)
        {
            _index.Add(Partition, i, set.Entry(i));
        }

        double insert = (ThreadClock.Now - begun) / set.EntryCount;
        long start = Stopwatch.GetTimestamp();
        await _index.Training;
        double rest = Stopwatch.GetElapsedTime(start).TotalSeconds;
        for (int i = 0; i < set.EntryCount; i++)
        {
            _plain.Add(Partition, i, set.Entry(i));
        }

        return (insert, rest);
    }

    /// <summary>Learns from everything, and encodes everything anew; answers the seconds.</summary>
    public async Task<double> TrainAsync()
    {
        long start = Stopwatch.GetTimestamp();
        await _index.TrainAsync();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Asks every question several times; answers the least time of each, in microseconds.</summary>
    public double[] Time(int questions, int rounds) => Least(questions, rounds, q => _index.TryFindNearest(Partition, set.Query(q), theta, out _));

    /// <summary>Does the same in a loop over <see cref="TensorPrimitives.Dot{T}(ReadOnlySpan{T}, ReadOnlySpan{T})"/>.</summary>
    public double[] TimeLoop(int questions, int rounds) => Least(questions, rounds, q => Loop(set.Query(q)));

    /// <summary>Asks all questions at once; answers the least time of one, in microseconds.</summary>
    public double TimeBatch(int questions, int rounds)
    {
        var matches = new VectorMatch?[questions];
        return Least(1, rounds, _ => _index.FindNearestOfEach(Partition, set.Queries.AsSpan(0, questions * set.Dimensions), theta, matches))[0] / questions;
    }

    /// <summary>Compares the two best answers to every question; before each, when wanted, an entry comes and another goes, while the rotation is learned anew.</summary>
    public async Task<(int Hits, int Disagreements)> CompareAsync(int first, int questions, bool withChanges, float[]? best, IProgress<double> progress)
    {
        (int hits, int disagreements) = (0, 0);
        Task learning = withChanges ? _index.TrainAsync() : Task.CompletedTask;
        for (int i = 0; i < questions; i++)
        {
            if (withChanges)
            {
                Change(i);
            }

            ReadOnlySpan<float> query = set.Query((first + i) % set.QueryCount);
            (VectorMatch[] found, VectorMatch[] expected) = (Two(_index, query, theta), Two(_plain, query, theta));
            hits += expected.Length > 0 ? 1 : 0;
            disagreements += found.SequenceEqual(expected) ? 0 : 1;
            if (best is not null)
            {
                best[i] = _plain.TryFindNearest(Partition, query, -1, out VectorMatch match) ? match.Similarity : -1;
            }

            progress.Report((double)i / questions);
        }

        await learning;
        return (hits, disagreements);
    }

    /// <summary>Removes a tenth of the entries; answers the microseconds of one.</summary>
    public double TimeRemoval()
    {
        double start = ThreadClock.Now;
        int removed = 0;
        for (long i = 0; i < set.EntryCount; i += 10)
        {
            removed += _index.Remove(i) ? 1 : 0;
        }

        return (ThreadClock.Now - start) / removed;
    }

    private void Change(int i)
    {
        int moved = (int)(i * 7_919L % set.EntryCount);
        bool added = _index.Add(Partition, set.EntryCount + i, set.Entry(moved)) & _plain.Add(Partition, set.EntryCount + i, set.Entry(moved));
        bool removed = _index.Remove(moved) | !_plain.Remove(moved);
        if (!added || !removed)
        {
            throw new InvalidOperationException("The two indexes do not hold the same entries.");
        }
    }

    private static VectorMatch[] Two(ExactVectorIndex index, ReadOnlySpan<float> query, float threshold)
    {
        var matches = new VectorMatch[2];
        return matches[..index.FindNearest(Partition, query, threshold, matches)];
    }

    private int Loop(ReadOnlySpan<float> query)
    {
        (int best, float most) = (-1, theta);
        for (int i = 0; i < set.EntryCount; i++)
        {
            float similarity = TensorPrimitives.Dot(set.Entry(i), query);
            if (similarity >= most)
            {
                (best, most) = (i, similarity);
            }
        }

        return best;
    }

    private static double[] Least(int questions, int rounds, Action<int> ask)
    {
        double[] least = new double[questions];
        Array.Fill(least, double.MaxValue);
        for (int round = 0; round < rounds; round++)
        {
            for (int q = 0; q < questions; q++)
            {
                double start = ThreadClock.Now;
                ask(q);
                least[q] = Math.Min(least[q], ThreadClock.Now - start);
            }
        }

        return least;
    }
}
