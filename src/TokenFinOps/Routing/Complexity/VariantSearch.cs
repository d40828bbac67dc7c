using System.Numerics.Tensors;
using TokenFinOps.Routing.Admission;

namespace TokenFinOps.Routing.Complexity;

/// <summary>Finds the variant whose scores order prompts best that it was not fitted on.</summary>
/// <param name="set">The examples.</param>
/// <param name="weighsLength">Whether the length of prompts may count for more than the fit says; not for whom the length is told besides.</param>
internal sealed class VariantSearch(TrainingSet set, bool weighsLength)
{
    private readonly double[] _gains = [.. set.Examples.Select(static example => example.Gain)];
    private readonly double[] _failures = [.. set.Examples.Select(static example => 1 - example.CheapQuality)];
    private readonly double _cheapQuality = set.Examples.Average(static example => example.CheapQuality);
    private readonly double[] _workloadShares = [.. WorkloadMeans.Differ(set.Examples) ? LinearVariant.WorkloadShares : LinearVariant.WorkloadShares[..1]];
    private readonly double[] _lengths = [.. set.All.Select(set.LogLength)];
    private double _best = double.NegativeInfinity;

    /// <summary>Gets the best variant.</summary>
    public LinearVariant Variant { get; private set; }

    /// <summary>Gets its scores, each from weights that were fitted without that example's fold.</summary>
    public double[] Scores { get; private set; } = [];

    /// <summary>Gets how many variants were compared.</summary>
    public int Compared { get; private set; }

    public void Run(CancellationToken cancellationToken)
    {
        // By target and penalty: gains, failures, and where there are workloads the means of both.
        double[][][] scores = [.. Enumerable.Range(0, _workloadShares.Length > 1 ? 4 : 2).Select(_ => Empty())];
        for (int fold = 0; fold < set.FoldCount; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] judged = set.In(fold);
            int[] learned = set.Except(fold);
            RidgeRegression regression = set.Regression(learned);
            for (int target = 0; target < scores.Length; target++)
            {
                FitPath(regression, Target(target, learned), judged, scores[target]);
            }
        }

        for (int penalty = 0; penalty < LinearVariant.Penalties.Length; penalty++)
        {
            foreach (double weight in LinearVariant.FailureWeights)
            {
                foreach (double share in _workloadShares)
                {
                    var variant = new LinearVariant(LinearVariant.Penalties[penalty], weight, share);
                    Compare(variant, [.. scores.Select(path => path[penalty])]);
                }
            }
        }
    }

    private double[][] Empty() => [.. LinearVariant.Penalties.ToArray().Select(_ => new double[_gains.Length])];

    private double[] Target(int target, int[] learned) => target switch
    {
        0 => _gains,
        1 => _failures,
        2 => WorkloadMeans.Of(set.Examples, learned, _gains),
        _ => WorkloadMeans.Of(set.Examples, learned, _failures),
    };

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

    // Least squares is linear in its target: the fits of two or four targets give every mixture of them.
    private void Compare(LinearVariant variant, double[][] byTarget)
    {
        double own = 1 - variant.WorkloadShare;
        double[] parts = [own, own * variant.FailureWeight, variant.WorkloadShare, variant.WorkloadShare * variant.FailureWeight];
        double[] scores = new double[_gains.Length];
        for (int target = 0; target < byTarget.Length; target++)
        {
            TensorPrimitives.MultiplyAdd(byTarget[target], parts[target], scores, scores);
        }

        double spread = TensorPrimitives.StdDev<double>(scores);
        double mean = _lengths.Average();
        foreach (double share in LengthShares)
        {
            double slope = share == 0 ? 0 : share * spread / TensorPrimitives.StdDev<double>(_lengths);
            double[] weighed = [.. scores.Select((score, row) => score + (slope * (_lengths[row] - mean)))];
            Judge(variant with { LengthSlope = slope }, weighed);
        }
    }

    // Of lengths that hardly differ nothing can be said about others.
    private ReadOnlySpan<double> LengthShares =>
        weighsLength && TensorPrimitives.StdDev<double>(_lengths) >= LinearVariant.LeastLengthSpread ? LinearVariant.LengthShares : LinearVariant.LengthShares[..1];

    private void Judge(LinearVariant variant, double[] scores)
    {
        double quality = RoutingCurve.Of(set.RankWithinFolds(scores), _gains, _cheapQuality).MeanQuality;
        Compared++;
        if (quality > _best)
        {
            (_best, Variant, Scores) = (quality, variant, scores);
        }
    }
}
