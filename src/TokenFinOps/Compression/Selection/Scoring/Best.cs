namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Finds the highest of many scores without sorting them.</summary>
internal static class Best
{
    /// <summary>Writes the positions of the highest scores above zero, highest first; of equals the earlier.</summary>
    /// <returns>How many there are.</returns>
    public static int Of(ReadOnlySpan<float> scores, Span<int> best)
    {
        int count = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] <= 0 || (count == best.Length && scores[i] <= scores[best[^1]]))
            {
                continue;
            }

            int at = count < best.Length ? count++ : count - 1;
            for (; at > 0 && scores[best[at - 1]] < scores[i]; at--)
            {
                best[at] = best[at - 1];
            }

            best[at] = i;
        }

        return count;
    }
}
