namespace TokenFinOps.Onnx.Compression;

/// <summary>The percentile as numpy has it, interpolated between neighbours.</summary>
internal static class Percentile
{
    /// <param name="values">The values, in any order; at least one.</param>
    /// <param name="percent">0 to 100.</param>
    public static double Of(IEnumerable<double> values, double percent)
    {
        double[] sorted = [.. values.Order()];
        double rank = percent / 100 * (sorted.Length - 1);
        var below = (int)Math.Floor(rank);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }
}
