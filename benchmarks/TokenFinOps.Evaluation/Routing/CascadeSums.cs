namespace TokenFinOps.Evaluation.Routing;

/// <summary>Quality and cost, summed up. The cost is for ratios: money itself stays decimal.</summary>
internal readonly record struct CascadeSums(double Quality, double Cost)
{
    public static CascadeSums Of(IReadOnlyList<CascadeOutcome> outcomes) => new((double)outcomes.Sum(static each => each.Quality), (double)outcomes.Sum(static each => each.Cost));

    public static CascadeSums Of(IReadOnlyList<CascadeOutcome> outcomes, int[] drawn)
    {
        double quality = 0;
        double cost = 0;
        foreach (int index in drawn)
        {
            quality += (double)outcomes[index].Quality;
            cost += (double)outcomes[index].Cost;
        }

        return new CascadeSums(quality, cost);
    }
}
