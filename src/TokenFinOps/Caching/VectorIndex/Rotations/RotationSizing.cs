namespace TokenFinOps.Caching.VectorIndex.Rotations;

/// <summary>
/// Chooses how many coordinates head and middle have: the pair that makes a search cheapest, by counting which pairs of samples each
/// would let through. A decaying spectrum gets a short head, a flat one a long one.
/// </summary>
internal static class RotationSizing
{
    private const int Queries = 48;
    private const int Entries = 1024;

    // Nanoseconds on a current processor, and only their proportions matter: a head's byte streams, a middle and a vector are fetched.
    private const double HeadByte = 0.03;
    private const double MiddleFetch = 12;
    private const double MiddleByte = 0.06;
    private const double VectorFetch = 40;
    private const double VectorByte = 0.08;

    // What coding in one byte adds to a bound, about.
    private const double CodingSlack = 0.012;

    private static readonly int[] Heads = [8, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128];
    private static readonly int[] Middles = [32, 64, 96, 128];

    /// <summary>Chooses from projected samples, rows of <paramref name="directions"/>.</summary>
    public static (int Head, int Middle) Choose(ReadOnlySpan<float> projected, int directions, int dimensions, float threshold)
    {
        int[] lengths = [.. Heads.Concat(Heads.SelectMany(static head => Middles.Select(middle => head + middle))).Append(directions).Where(length => length <= directions).Distinct().Order()];
        double[] passing = Passing(projected, directions, lengths, threshold - CodingSlack);
        (int Head, int Middle) best = (directions, 0);
        double least = double.MaxValue;
        foreach (int head in Heads.Where(head => head < directions))
        {
            foreach (int middle in Middles.Select(middle => Math.Min(middle, directions - head)).Distinct())
            {
                double cost = (head * HeadByte)
                    + (passing[Array.IndexOf(lengths, head)] * (MiddleFetch + (middle * MiddleByte)))
                    + (passing[Array.IndexOf(lengths, head + middle)] * (VectorFetch + (dimensions * sizeof(float) * VectorByte)));
                if (cost < least)
                {
                    (best, least) = ((head, middle), cost);
                }
            }
        }

        return best;
    }

    // The share of pairs whose bound after so many coordinates reaches the threshold.
    private static double[] Passing(ReadOnlySpan<float> projected, int directions, int[] lengths, double threshold)
    {
        int count = projected.Length / directions;
        int entries = Math.Min(Entries, count), queries = Math.Min(Queries, count);
        double[] passing = new double[lengths.Length];
        double[][] tails = new double[count][];
        long pairs = 0;
        for (int q = 0; q < queries; q++)
        {
            int query = (int)((long)q * count / queries);
            for (int e = 0; e < entries; e++)
            {
                int entry = (int)((long)e * count / entries);
                if (entry == query)
                {
                    continue;
                }

                pairs++;
                double[] left = tails[query] ??= Tails(projected.Slice(query * directions, directions), lengths);
                double[] right = tails[entry] ??= Tails(projected.Slice(entry * directions, directions), lengths);
                Count(projected.Slice(query * directions, directions), projected.Slice(entry * directions, directions), (left, right), lengths, threshold, passing);
            }
        }

        for (int i = 0; i < passing.Length; i++)
        {
            passing[i] /= Math.Max(1, pairs);
        }

        return passing;
    }

    private static void Count(
        ReadOnlySpan<float> query, ReadOnlySpan<float> entry, (double[] Query, double[] Entry) tails, int[] lengths, double threshold, double[] passing)
    {
        double product = 0;
        int at = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            for (; at < lengths[i]; at++)
            {
                product += query[at] * entry[at];
            }

            if (product + (tails.Query[i] * tails.Entry[i]) < threshold)
            {
                return; // bounds only fall
            }

            passing[i]++;
        }
    }

    private static double[] Tails(ReadOnlySpan<float> projected, int[] lengths)
    {
        double[] tails = new double[lengths.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            tails[i] = Math.Sqrt(Math.Max(0, 1 - Rotation.SumOfSquares(projected[..lengths[i]])));
        }

        return tails;
    }
}
