using TokenFinOps.Routing.Admission;

namespace TokenFinOps.Routing.Complexity;

/// <summary>Finds the variant whose scores order prompts best that it was not fitted on.</summary>
internal sealed class VariantSearch(TrainingSet set)
{
    private readonly double[] _gains = [.. set.Examples.Select(static example => example.Gain)];
    private readonly double[] _failures = [.. set.Examples.Select(static example => 1 - example.CheapQuality)];
    private readonly double _cheapQuality = set.Examples.Average(static example => example.CheapQuality);
    private double _best = double.NegativeInfinity;

    /// <summary>Gets the best variant.</summary>
    public LinearVariant Variant { get; private set; }

    /// <summary>Gets its scores, each from weights that were fitted without that example's fold.</summary>
    public double[] Scores { get; private set; } = [];

    public void Run(CancellationToken cancellationToken)
    {
        foreach (double rarity in LinearVariant.Rarities)
        {
            foreach (double featureScale in LinearVariant.FeatureScales)
            {
                Try(rarity, featureScale, cancellationToken);
            }
        }
    }

    private void Try(double rarity, double featureScale, CancellationToken cancellationToken)
    {
        double[][] gains = [.. LinearVariant.Penalties.ToArray().Select(_ => new double[_gains.Length])];
        double[][] failures = [.. LinearVariant.Penalties.ToArray().Select(_ => new double[_gains.Length])];
        for (int fold = 0; fold < set.FoldCount; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] judged = set.In(fold);
            RidgeRegression regression = set.Regression(set.Except(fold), featureScale, rarity);
            FitPath(regression, _gains, judged, gains);
            FitPath(regression, _failures, judged, failures);
        }

        for (int penalty = 0; penalty < gains.Length; penalty++)
        {
            foreach (double weight in LinearVariant.FailureWeights)
            {
                Compare(new LinearVariant(rarity, featureScale, LinearVariant.Penalties[penalty], weight), gains[penalty], failures[penalty]);
            }
        }
    }

    private void FitPath(RidgeRegression regression, double[] targets, int[] judged, double[][] scores)
    {
        double[] solution = regression.Origin();
        for (int penalty = 0; penalty < scores.Length; penalty++)
        {
            LinearWeights weights = regression.Fit(targets, LinearVariant.Penalties[penalty], solution);
            foreach (int row in judged)
            {
                scores[penalty][row] = set.Score(weights, row);
            }
        }
    }

    // Least squares is linear in its target: the two fits give every mixture of the two targets.
    private void Compare(LinearVariant variant, double[] gains, double[] failures)
    {
        double[] scores = new double[gains.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = gains[row] + (variant.FailureWeight * failures[row]);
        }

        double quality = RoutingCurve.Of(set.RankWithinFolds(scores), _gains, _cheapQuality).MeanQuality;
        if (quality > _best)
        {
            (_best, Variant, Scores) = (quality, variant, scores);
        }
    }
}
