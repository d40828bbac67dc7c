using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>
/// Spreads what the units of a conversation say over their neighbourhood with Gaussian windows, a near and a wide one: the answer stands around the words that it
/// answers, and a stretch that has several words of the question counts more than one that repeats a single word.
/// </summary>
internal static class Regions
{
    /// <summary>Adds to the scores of a conversation's units those of their surroundings.</summary>
    public static void Apply(int first, Span<float> scores, TermCounts counts, ReadOnlySpan<float> rarity, SelectionWeights weights)
    {
        using RentedList<float> own = new(scores.Length);
        own.AddRange(scores);
        using RentedList<float> around = RentedList<float>.Zeros(scores.Length);
        foreach (ref float score in scores)
        {
            score *= weights.Own;
        }

        AddSmooth(own.Span, weights.NearWindow, weights.Near, around.Span, scores);
        AddSmooth(own.Span, weights.WideWindow, weights.Wide, around.Span, scores);
        AddTerms(first, counts, rarity, weights, weights.WideWindow, weights.RegionTerms, around.Span, scores);
    }

    private static void AddSmooth(ReadOnlySpan<float> own, float window, float weight, Span<float> around, Span<float> scores)
    {
        if (weight == 0)
        {
            return;
        }

        around.Clear();
        Spread(own, window, around);
        AddNormalised(around, weight, scores);
    }

    private static void AddTerms(
        int first, TermCounts counts, ReadOnlySpan<float> rarity, SelectionWeights weights, float window, float weight, Span<float> around, Span<float> scores)
    {
        if (weight == 0)
        {
            return;
        }

        using RentedList<float> term = RentedList<float>.Zeros(scores.Length);
        using RentedList<float> sum = RentedList<float>.Zeros(scores.Length);
        for (int group = 0; group < rarity.Length; group++)
        {
            for (int at = 0; at < scores.Length; at++)
            {
                term[at] = counts.Unit(first + at)[group];
            }

            around.Clear();
            Spread(term.Span, window, around);
            for (int at = 0; at < scores.Length; at++)
            {
                sum[at] += rarity[group] * around[at] / (weights.RegionSaturation + around[at]);
            }
        }

        AddNormalised(sum.Span, weight, scores);
    }

    private static void Spread(ReadOnlySpan<float> values, float window, Span<float> spread)
    {
        int reach = (int)(window * 3);
        using RentedList<float> kernel = RentedList<float>.Zeros(reach + 1);
        for (int distance = 0; distance <= reach; distance++)
        {
            kernel[distance] = MathF.Exp(-distance * distance / (2 * window * window));
        }

        for (int at = 0; at < values.Length; at++)
        {
            if (values[at] == 0)
            {
                continue;
            }

            for (int near = Math.Max(0, at - reach); near < Math.Min(values.Length, at + reach + 1); near++)
            {
                spread[near] += values[at] * kernel[Math.Abs(near - at)];
            }
        }
    }

    private static void AddNormalised(ReadOnlySpan<float> values, float weight, Span<float> scores)
    {
        float highest = 0;
        foreach (float value in values)
        {
            highest = Math.Max(highest, value);
        }

        for (int at = 0; at < values.Length && highest > 0; at++)
        {
            scores[at] += weight * values[at] / highest;
        }
    }
}
