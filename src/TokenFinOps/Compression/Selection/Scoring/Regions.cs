using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>
/// Spreads what the units of a conversation say over their neighbourhood with Gaussian windows, a near and a wide one: the answer stands around the words that it
/// answers, and a stretch that has several words of the question counts more than one that repeats a single word. The windows reach further behind a unit than before it,
/// and are measured in units and in words, so that short answers do not push apart what stands on both sides of them.
/// </summary>
internal static class Regions
{
    // Kernels are read off a table with so many entries for the distance of one unit.
    private const int Steps = 8;

    /// <summary>Adds to the scores of a conversation's units those of their surroundings.</summary>
    public static void Apply(int first, Span<float> scores, TermIndex index, TermCounts counts, ReadOnlySpan<float> rarity, SelectionWeights weights)
    {
        using RentedList<float> places = RentedList<float>.Zeros(scores.Length);
        Place(first, index, weights.DistanceWords, places.Span);
        using RentedList<float> own = RentedList<float>.Zeros(scores.Length);
        Square(scores, own.Span);
        using RentedList<float> around = RentedList<float>.Zeros(scores.Length);
        foreach (ref float score in scores)
        {
            score *= weights.Own;
        }

        AddSmooth(own.Span, places.Span, weights.NearWindow, weights.Near, weights, around.Span, scores);
        AddSmooth(own.Span, places.Span, weights.WideWindow, weights.Wide, weights, around.Span, scores);
        AddTerms(first, places.Span, counts, rarity, weights, weights.RegionTerms, around.Span, scores);
    }

    // The middle of each unit, in units of the mean size.
    private static void Place(int first, TermIndex index, float words, Span<float> places)
    {
        int all = 0;
        for (int at = 0; at < places.Length; at++)
        {
            all += index.Unit(first + at).Length;
        }

        float mean = Math.Max(1, (float)all / places.Length);
        float start = 0;
        for (int at = 0; at < places.Length; at++)
        {
            float size = 1 - words + (words * index.Unit(first + at).Length / mean);
            places[at] = start + (size / 2);
            start += size;
        }
    }

    // One turn that answers well says more of where the answer stands than several that share a common word with the question.
    private static void Square(ReadOnlySpan<float> scores, Span<float> squares)
    {
        for (int at = 0; at < scores.Length; at++)
        {
            squares[at] = scores[at] * Math.Max(0, scores[at]);
        }
    }

    private static void AddSmooth(
        ReadOnlySpan<float> own, ReadOnlySpan<float> places, float window, float weight, SelectionWeights weights, Span<float> around, Span<float> scores)
    {
        if (weight == 0)
        {
            return;
        }

        around.Clear();
        Spread(own, places, window, weights, around);
        AddNormalised(around, weight, scores);
    }

    private static void AddTerms(
        int first, ReadOnlySpan<float> places, TermCounts counts, ReadOnlySpan<float> rarity, SelectionWeights weights, float weight, Span<float> around, Span<float> scores)
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
            Spread(term.Span, places, weights.WideWindow, weights, around);
            for (int at = 0; at < scores.Length; at++)
            {
                sum[at] += rarity[group] * around[at] / (weights.RegionSaturation + around[at]);
            }
        }

        AddNormalised(sum.Span, weight, scores);
    }

    private static void Spread(ReadOnlySpan<float> values, ReadOnlySpan<float> places, float window, SelectionWeights weights, Span<float> spread)
    {
        using RentedList<float> after = Kernel(window * weights.After);
        using RentedList<float> before = Kernel(window * weights.Before);
        for (int at = 0; at < values.Length; at++)
        {
            if (values[at] == 0)
            {
                continue;
            }

            spread[at] += values[at];
            for (int near = at + 1; near < values.Length && Step(places[near] - places[at]) is int step && step < after.Count; near++)
            {
                spread[near] += values[at] * after[step];
            }

            for (int near = at - 1; near >= 0 && Step(places[at] - places[near]) is int step && step < before.Count; near--)
            {
                spread[near] += values[at] * before[step];
            }
        }
    }

    private static int Step(float distance) => (int)((distance * Steps) + 0.5f);

    private static RentedList<float> Kernel(float window)
    {
        RentedList<float> kernel = RentedList<float>.Zeros((int)(window * 3 * Steps) + 1);
        for (int step = 0; step < kernel.Count; step++)
        {
            float distance = (float)step / Steps;
            kernel[step] = MathF.Exp(-distance * distance / (2 * window * window));
        }

        return kernel;
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
