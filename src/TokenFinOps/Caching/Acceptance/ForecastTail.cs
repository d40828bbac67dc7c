namespace TokenFinOps.Caching.Acceptance;

/// <summary>How many of the hits to come will be wrong, after so many outcomes: the share is a gamma variable by Jeffreys' prior, the number to come negative binomial.</summary>
internal static class ForecastTail
{
    private const double Prior = 0.5;

    /// <summary>Gets the probability that more than a share of the hits to come is wrong.</summary>
    public static double Exceeds(double wrong, double outcomes, double horizon, double share)
    {
        double shape = wrong + Prior;
        double failure = horizon / (horizon + outcomes);
        double probability = Math.Pow(1 - failure, shape);
        double below = probability;
        int most = (int)Math.Floor((share * horizon) + 1e-9);
        for (int count = 1; count <= most; count++)
        {
            probability *= (shape + count - 1) / count * failure;
            below += probability;
        }

        return Math.Max(0, 1 - below);
    }
}
