namespace TokenFinOps.Routing.Admission;

/// <summary>Percentile bootstrap over prompts. Several scorers are drawn together, so their difference is a paired one.</summary>
internal static class CurveBootstrap
{
    public static Interval Interval(ResampledCurve[] curves, Func<RoutingCurve[], double> figure, double confidence, int draws, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        if (confidence is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1, e.g. 0.95.");
        }

        var random = new Random(seed);
        int[] times = new int[curves[0].Count];
        var figures = new List<double>(draws);
        for (int draw = 0; draw < draws; draw++)
        {
            Array.Clear(times);
            for (int i = 0; i < times.Length; i++)
            {
                times[random.Next(times.Length)]++;
            }

            double value = figure([.. curves.Select(curve => curve.Draw(times))]);
            if (!double.IsNaN(value))
            {
                figures.Add(value);
            }
        }

        figures.Sort();
        double tail = (1 - confidence) / 2;
        return figures.Count == 0 ? new Interval(double.NaN, double.NaN) : new Interval(At(figures, tail), At(figures, 1 - tail));
    }

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Round(share * (sorted.Count - 1))];
}
