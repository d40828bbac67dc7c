namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Counts neighbours of the question that are neighbours in a unit, too: <c>south west</c> is more than <c>south</c> and <c>west</c>.</summary>
internal static class Phrases
{
    private const int Reach = 2;

    /// <summary>Gets the worth of a unit's pairs: the rarity of both words for each pair of the question that it has.</summary>
    public static float Of(ReadOnlySpan<int> terms, QueryTerms query, ReadOnlySpan<float> rarity)
    {
        float worth = 0;
        ulong seen = 0;
        int previous = -1;
        int previousAt = -Reach - 1;
        for (int at = 0; at < terms.Length; at++)
        {
            int group = query.Find(terms[at], out float weight);
            if (group < 0)
            {
                continue;
            }

            if (group == previous + 1 && previous >= 0 && at - previousAt <= Reach && (seen & (1UL << group)) == 0)
            {
                seen |= 1UL << group;
                worth += weight * (rarity[group] + rarity[previous]) / 2;
            }

            (previous, previousAt) = (group, at);
        }

        return worth;
    }
}
