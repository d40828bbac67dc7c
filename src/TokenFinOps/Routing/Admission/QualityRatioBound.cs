using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Admission;

/// <summary>A lower confidence bound on the cheap model's quality as a share of the strong one's, which holds for any number of examples and any distribution.</summary>
/// <remarks>A share r is too high where the mean of r × strong − cheap is at least 0. That claim is refuted as a loss is: see <see cref="MeanLossBound"/>.</remarks>
internal static class QualityRatioBound
{
    // The bound bets on one example after the other: their order must not follow their subject.
    private const int ShuffleSeed = 1;
    private const int Halvings = 20;

    /// <summary>Gets the bound, 0 to 1; 0 where nothing is sure.</summary>
    public static double Lower(IReadOnlyList<RoutingExample> examples, double confidence)
    {
        RoutingExample[] shuffled = [.. examples];
        new Random(ShuffleSeed).Shuffle(shuffled);
        double[] shortfalls = new double[shuffled.Length];
        double sure = 0;
        double open = 1;
        for (int halving = 0; halving < Halvings; halving++)
        {
            double middle = (sure + open) / 2;
            Fill(shortfalls, shuffled, middle);
            if (MeanLossBound.IsBelow(shortfalls, 0, confidence))
            {
                sure = middle;
            }
            else
            {
                open = middle;
            }
        }

        return sure;
    }

    private static void Fill(double[] shortfalls, RoutingExample[] examples, double share)
    {
        for (int i = 0; i < shortfalls.Length; i++)
        {
            shortfalls[i] = (share * examples[i].BaselineQuality) - examples[i].CheapQuality;
        }
    }
}
