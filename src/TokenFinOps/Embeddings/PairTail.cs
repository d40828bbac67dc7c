using System.Numerics.Tensors;

namespace TokenFinOps.Embeddings;

/// <summary>
/// The upper tail of the similarities of all pairs: 1. the highest of them are collected; 2. where at least ten pairs are expected above the wanted rate, its quantile is read off;
/// 3. else the tail is extended as an exponential one of Fisher's z = artanh(cosine), fitted to the highest 1 % of pairs (peaks over threshold, Pickands 1975).
/// </summary>
internal static class PairTail
{
    private const int Enough = 10;
    private const double TailShare = 0.01;
    private const float Highest = 0.9999f;

    public static CalibratedThreshold Threshold(float[][] units, double rate)
    {
        long pairs = (long)units.Length * (units.Length - 1) / 2;
        int kept = (int)Math.Min(pairs, Math.Max(100, Math.Ceiling(pairs * Math.Max(TailShare, rate))));
        float[] tail = Collect(units, kept);
        double above = rate * pairs;
        return above >= Enough
            ? new CalibratedThreshold(MathF.BitIncrement(tail[Math.Min(tail.Length - 1, (int)above)]), rate, units.Length, pairs)
            : new CalibratedThreshold(Extend(tail, pairs, rate), rate, units.Length, pairs) { IsExtrapolated = true };
    }

    // The highest similarities, falling.
    private static float[] Collect(float[][] units, int count)
    {
        var highest = new PriorityQueue<float, float>(count + 1);
        for (int one = 0; one < units.Length; one++)
        {
            for (int other = one + 1; other < units.Length; other++)
            {
                float similarity = TensorPrimitives.Dot<float>(units[one], units[other]);
                if (highest.Count < count)
                {
                    highest.Enqueue(similarity, similarity);
                }
                else if (similarity > highest.Peek())
                {
                    highest.EnqueueDequeue(similarity, similarity);
                }
            }
        }

        float[] sorted = [.. highest.UnorderedItems.Select(static item => item.Element)];
        Array.Sort(sorted, static (one, other) => other.CompareTo(one));
        return sorted;
    }

    private static float Extend(float[] tail, long pairs, double rate)
    {
        double start = FisherZ(tail[^1]);
        double excess = tail.Average(static similarity => FisherZ(similarity)) - start;
        double z = start + (excess * Math.Log((double)tail.Length / pairs / rate));
        return Math.Min(Highest, Math.Max((float)Math.Tanh(z), tail[(int)Math.Min(tail.Length - 1, rate * pairs)]));
    }

    private static double FisherZ(float similarity) => Math.Atanh(Math.Clamp(similarity, -Highest, Highest));
}
