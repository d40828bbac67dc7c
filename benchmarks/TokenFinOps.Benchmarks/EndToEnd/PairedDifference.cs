namespace TokenFinOps.Benchmarks.EndToEnd;

/// <summary>The median of the differences of paired measurements, with the 95 % confidence interval of that median: by ranks, whatever the distribution.</summary>
/// <param name="Median">The median.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end.</param>
internal sealed record PairedDifference(double Median, double Low, double High)
{
    /// <summary>Gets a value indicating whether the measurements cannot tell the difference from none.</summary>
    public bool IncludesZero => Low <= 0 && High >= 0;

    public static PairedDifference Of(IReadOnlyList<double> measured, IReadOnlyList<double> baseline)
    {
        double[] sorted = [.. measured.Zip(baseline, static (one, other) => one - other).Order()];

        // The rank of the median is binomial with p = 1/2; its normal approximation is close from a few dozen pairs on.
        double reach = 1.96 * Math.Sqrt(sorted.Length) / 2;
        int low = Math.Max(0, (int)Math.Floor((sorted.Length / 2.0) - reach) - 1);
        int high = Math.Min(sorted.Length - 1, (int)Math.Ceiling((sorted.Length / 2.0) + reach));
        return new PairedDifference(MedianOf(sorted), sorted[low], sorted[high]);
    }

    public static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
