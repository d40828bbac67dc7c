using System.Numerics.Tensors;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Admission;

/// <summary>
/// What a scorer is worth: the quality of the answers at every share of prompts that is sent to the strong model, highest scores first.
/// </summary>
/// <remarks>
/// <para>
/// The curve is exact at every number of prompts; prompts with equal scores share their gain, as if ties were broken at random. Its area is RouteLLM's APGR
/// (Ong et al. 2024): the average, over all shares, of the part of the gap between cheap and strong model that is recovered. A random mix has 0.5.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class RoutingCurve
{
    // _quality[k]: mean quality when the k highest-scored prompts go to the strong model.
    private readonly double[] _quality;

    private RoutingCurve(double[] quality) => _quality = quality;

    /// <summary>Gets how many prompts there are.</summary>
    public int Count => _quality.Length - 1;

    /// <summary>Gets the mean quality of the cheap model alone.</summary>
    public double CheapQuality => _quality[0];

    /// <summary>Gets the mean quality of the strong model alone.</summary>
    public double BaselineQuality => _quality[^1];

    /// <summary>Gets the average gap recovered: 0.5 is a random mix. <see cref="double.NaN"/> where the strong model is not better.</summary>
    public double Apgr
    {
        get
        {
            double gap = BaselineQuality - CheapQuality;
            return gap > 1e-12 ? (MeanQuality - CheapQuality) / gap : double.NaN;
        }
    }

    /// <summary>Gets the mean quality over all shares: what <see cref="Apgr"/> is made of, and known where that is not.</summary>
    public double MeanQuality => (TensorPrimitives.Sum(_quality) - ((CheapQuality + BaselineQuality) / 2)) / Count;

    /// <summary>Draws the curve.</summary>
    /// <param name="scores">A score for every example: the higher, the sooner it goes to the strong model.</param>
    /// <param name="examples">What the two models made of the prompts.</param>
    /// <returns>The curve.</returns>
    /// <exception cref="ArgumentException">There are no examples, not as many scores as examples, or a score is not a number.</exception>
    public static RoutingCurve Of(ReadOnlySpan<double> scores, IReadOnlyList<RoutingExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ScoredExamples.Check(scores, examples);
        double[] gains = [.. examples.Select(static example => example.Gain)];
        return Of(scores, gains, examples.Average(static example => example.CheapQuality));
    }

    /// <summary>Gets the mean quality at a share of prompts sent to the strong model.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <returns>The quality.</returns>
    public double QualityAt(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double position = share * Count;
        int below = Math.Min((int)position, Count - 1);
        return _quality[below] + ((position - below) * (_quality[below + 1] - _quality[below]));
    }

    /// <summary>Gets the smallest share of prompts that must go to the strong model for a quality.</summary>
    /// <param name="quality">The mean quality that is wanted.</param>
    /// <returns>The share, or <see cref="double.NaN"/> where no share reaches the quality.</returns>
    public double ShareFor(double quality)
    {
        int reached = Array.FindIndex(_quality, each => each >= quality - 1e-12);
        return reached switch
        {
            < 0 => double.NaN,
            0 => 0,
            _ => (reached - 1 + ((quality - _quality[reached - 1]) / (_quality[reached] - _quality[reached - 1]))) / Count,
        };
    }

    /// <summary>Gets the smallest share of prompts that must go to the strong model to recover a part of the gap: RouteLLM's call-performance threshold.</summary>
    /// <param name="recovered">The part of the gap, 0 to 1: 0.5 for CPT(50 %).</param>
    /// <returns>The share, or <see cref="double.NaN"/> where the strong model is not better.</returns>
    public double CallShareFor(double recovered) =>
        BaselineQuality > CheapQuality ? ShareFor(CheapQuality + (recovered * (BaselineQuality - CheapQuality))) : double.NaN;

    /// <summary>Gets the cost of reaching a part of the strong model's quality, as a share of what the strong model alone costs.</summary>
    /// <param name="ofBaseline">The part of the strong model's quality, e.g. 0.98.</param>
    /// <param name="priceRatio">What a cheap call costs as a share of a strong one.</param>
    /// <returns>The share of the cost; 1 where nothing but the strong model reaches the quality.</returns>
    public double CostFor(double ofBaseline, double priceRatio)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(priceRatio);
        double share = ShareFor(ofBaseline * BaselineQuality);
        return double.IsNaN(share) ? 1 : share + ((1 - share) * priceRatio);
    }

    /// <summary>Gets the bootstrap interval of <see cref="Apgr"/>: how much it may owe to which prompts there happened to be.</summary>
    /// <param name="scores">A score for every example.</param>
    /// <param name="examples">What the two models made of the prompts.</param>
    /// <param name="confidence">How sure the interval is, 0 to 1. The default is 0.95.</param>
    /// <param name="draws">How many samples of prompts are drawn. The default is 1,000.</param>
    /// <param name="seed">The seed of the draws. The default is 1.</param>
    /// <returns>The interval. Draws in which the strong model is not better are left out.</returns>
    /// <exception cref="ArgumentException">There are no examples, not as many scores as examples, or a score is not a number.</exception>
    public static Interval ApgrInterval(ReadOnlySpan<double> scores, IReadOnlyList<RoutingExample> examples, double confidence = 0.95, int draws = 1_000, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ScoredExamples.Check(scores, examples);
        return CurveBootstrap.Interval([new ResampledCurve(scores, examples)], static curves => curves[0].Apgr, confidence, draws, seed);
    }

    internal static RoutingCurve Of(ReadOnlySpan<double> scores, ReadOnlySpan<double> gains, double cheapQuality)
    {
        double[] keys = scores.ToArray();
        double[] sorted = gains.ToArray();
        Array.Sort(keys, sorted);
        return OfSorted(keys, sorted, cheapQuality);
    }

    // Ascending; filled from the end, because the highest go first.
    internal static RoutingCurve OfSorted(ReadOnlySpan<double> keys, ReadOnlySpan<double> gains, double cheapQuality)
    {
        int count = keys.Length;
        double[] quality = new double[count + 1];
        quality[0] = cheapQuality;
        int sent = 0;
        while (sent < count)
        {
            int end = count - sent;
            int begin = end - 1;
            double gain = gains[begin];
            while (begin > 0 && keys[begin - 1] == keys[end - 1])
            {
                gain += gains[--begin];
            }

            double each = gain / (end - begin) / count;
            for (int tied = begin; tied < end; tied++)
            {
                quality[sent + 1] = quality[sent] + each;
                sent++;
            }
        }

        return new RoutingCurve(quality);
    }
}
