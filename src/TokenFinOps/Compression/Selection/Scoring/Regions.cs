using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Spreads scores over their neighbourhood with a Gaussian window: in a conversation the answer stands near the words that it answers.</summary>
internal static class Regions
{
    /// <summary>Writes the weighted mean of the scores around each position.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="window">The standard deviation, in positions.</param>
    /// <param name="smooth">Takes the means.</param>
    public static void Smooth(ReadOnlySpan<float> scores, float window, Span<float> smooth)
    {
        int reach = (int)(window * 3);
        using RentedList<float> kernel = RentedList<float>.Zeros(reach + 1);
        for (int distance = 0; distance <= reach; distance++)
        {
            kernel[distance] = MathF.Exp(-distance * distance / (2 * window * window));
        }

        for (int at = 0; at < scores.Length; at++)
        {
            float sum = 0;
            float total = 0;
            for (int near = Math.Max(0, at - reach); near < Math.Min(scores.Length, at + reach + 1); near++)
            {
                float weight = kernel[Math.Abs(near - at)];
                sum += weight * scores[near];
                total += weight;
            }

            smooth[at] = sum / total;
        }
    }
}
