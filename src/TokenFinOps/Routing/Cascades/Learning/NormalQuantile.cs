namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>How many standard deviations a normal bound lies from the mean.</summary>
internal static class NormalQuantile
{
    /// <summary>Gets the quantile for a confidence of 0.5 to below 1, to 0.0005 (Abramowitz and Stegun 1964, 26.2.23).</summary>
    public static double Of(double confidence)
    {
        double t = Math.Sqrt(-2 * Math.Log(1 - confidence));
        double above = 2.515517 + (t * (0.802853 + (t * 0.010328)));
        double below = 1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))));
        return Math.Max(0, t - (above / below));
    }
}
