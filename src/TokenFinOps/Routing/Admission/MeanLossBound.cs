namespace TokenFinOps.Routing.Admission;

/// <summary>
/// An upper confidence bound on a mean of values in [−1, 1] that holds for any number of them and any distribution: by betting (Waudby-Smith and Ramdas 2024).
/// </summary>
/// <remarks>
/// Against the claim "the mean is at least m" capital is bet on every value being lower: it grows by 1 + λ(m − x). If the claim is true the capital is a
/// nonnegative supermartingale that starts at 1 and reaches 1/δ with probability δ at most. The stake λ depends on the values before only (predictable plug-in
/// for a fixed number of values). The bound is the least m whose capital ever reached 1/δ.
/// </remarks>
internal static class MeanLossBound
{
    private const double MostStake = 0.9;
    private const double PriorVariance = 0.25;
    private const int Halvings = 40;
    private const int MostFaultless = 1 << 20;

    /// <summary>Gets the bound; 1, which is none, where there is no better.</summary>
    public static double Upper(ReadOnlySpan<double> losses, double confidence)
    {
        double reach = Math.Log(1 / (1 - confidence));
        double[] stakes = Stakes(losses, reach);
        if (!Reaches(losses, stakes, 1, reach))
        {
            return 1;
        }

        double refuted = 1;
        double open = -1;
        for (int halving = 0; halving < Halvings; halving++)
        {
            double middle = (refuted + open) / 2;
            if (Reaches(losses, stakes, middle, reach))
            {
                refuted = middle;
            }
            else
            {
                open = middle;
            }
        }

        return refuted;
    }

    /// <summary>Gets whether the claim "the mean is at least this" is refuted.</summary>
    public static bool IsBelow(ReadOnlySpan<double> losses, double mean, double confidence)
    {
        double reach = Math.Log(1 / (1 - confidence));
        return Reaches(losses, Stakes(losses, reach), mean, reach);
    }

    /// <summary>Gets how few values it takes to refute "the mean is at least this" when none of them loses anything; <see langword="null"/> when it takes more than a million.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="confidence">How sure it must be with so many values.</param>
    public static int? FewestFaultless(double mean, Func<int, double> confidence)
    {
        int few = 0;
        int enough = 64;
        for (; !Refutes(enough); enough *= 2)
        {
            if (enough >= MostFaultless)
            {
                return null;
            }

            few = enough;
        }

        while (enough - few > 1)
        {
            int middle = (few + enough) / 2;
            (few, enough) = Refutes(middle) ? (few, middle) : (middle, enough);
        }

        return enough;

        bool Refutes(int values) => IsBelow(new double[values], mean, confidence(values));
    }

    private static double[] Stakes(ReadOnlySpan<double> losses, double reach)
    {
        double[] stakes = new double[losses.Length];
        double sum = 0;
        double squares = PriorVariance;
        for (int i = 0; i < losses.Length; i++)
        {
            stakes[i] = Math.Min(MostStake, Math.Sqrt(2 * reach / (losses.Length * squares / (i + 1))));
            sum += losses[i];
            double fromMean = losses[i] - (sum / (i + 2));
            squares += fromMean * fromMean;
        }

        return stakes;
    }

    // Against a low claim a lost bet can cost all there is: that claim stays open.
    private static bool Reaches(ReadOnlySpan<double> losses, double[] stakes, double mean, double reach)
    {
        double capital = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            double factor = 1 + (stakes[i] * (mean - losses[i]));
            if (factor <= 0)
            {
                return false;
            }

            capital += Math.Log(factor);
            if (capital >= reach)
            {
                return true;
            }
        }

        return false;
    }
}
