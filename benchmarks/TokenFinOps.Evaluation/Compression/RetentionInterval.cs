namespace TokenFinOps.Evaluation.Compression;

/// <summary>95 % intervals of a mean: Wilson's for what is kept or not, by bootstrap over cases for shares.</summary>
internal static class RetentionInterval
{
    private const double Deviations = 1.959964;
    private const int Resamples = 2_000;

    public static (double Low, double High) Of(double[] values, int seed) => values.All(static value => value is 0 or 1) ? Wilson(values) : Bootstrap(values, seed);

    private static (double Low, double High) Wilson(double[] values)
    {
        double n = values.Length;
        double share = values.Average();
        double square = Deviations * Deviations;
        double middle = (share + (square / (2 * n))) / (1 + (square / n));
        double half = Deviations / (1 + (square / n)) * Math.Sqrt((share * (1 - share) / n) + (square / (4 * n * n)));
        return (middle - half, middle + half);
    }

    private static (double Low, double High) Bootstrap(double[] values, int seed)
    {
        var random = new Random(seed);
        var means = new double[Resamples];
        for (int resample = 0; resample < Resamples; resample++)
        {
            double sum = 0;
            for (int draw = 0; draw < values.Length; draw++)
            {
                sum += values[random.Next(values.Length)];
            }

            means[resample] = sum / values.Length;
        }

        Array.Sort(means);
        return (means[Resamples / 40], means[Resamples - 1 - (Resamples / 40)]);
    }
}
