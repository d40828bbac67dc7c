namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>How well scores tell pairs of one meaning from others. A score that is tied counts half, and never by the order of the rows.</summary>
internal static class Ranking
{
    /// <summary>Gets the probability that a pair of one meaning scores above one that is not: the area under the ROC curve.</summary>
    public static double Auc(ReadOnlySpan<float> positives, ReadOnlySpan<float> negatives)
    {
        float[] high = Sorted(positives);
        float[] low = Sorted(negatives);
        double below = 0;
        int less = 0;
        int notMore = 0;
        foreach (float score in high)
        {
            while (less < low.Length && low[less] < score)
            {
                less++;
            }

            while (notMore < low.Length && low[notMore] <= score)
            {
                notMore++;
            }

            below += (less + notMore) / 2.0;
        }

        return below / ((double)high.Length * low.Length);
    }

    /// <summary>Gets the share of pairs of one meaning that score above all but <paramref name="share"/> of the others.</summary>
    public static double RecallAt(ReadOnlySpan<float> positives, ReadOnlySpan<float> negatives, double share)
    {
        float threshold = ThresholdAt(negatives, share);
        int found = 0;
        foreach (float score in positives)
        {
            found += score > threshold ? 1 : 0;
        }

        return (double)found / positives.Length;
    }

    /// <summary>Gets the score that at most <paramref name="share"/> of the pairs exceed.</summary>
    public static float ThresholdAt(ReadOnlySpan<float> scores, double share)
    {
        float[] sorted = Sorted(scores);
        return sorted[Math.Max(0, sorted.Length - 1 - (int)(share * sorted.Length))];
    }

    private static float[] Sorted(ReadOnlySpan<float> scores)
    {
        float[] sorted = scores.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
