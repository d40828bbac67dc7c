using System.Numerics.Tensors;

namespace TokenFinOps.Routing.Complexity;

/// <summary>Examples, their features, and the fold each belongs to.</summary>
internal sealed class TrainingSet
{
    private readonly FeatureTable _table;
    private readonly IReadOnlyList<RoutingExample> _examples;
    private readonly int[] _folds;

    public TrainingSet(IReadOnlyList<RoutingExample> examples, int bits, int folds, int seed)
    {
        _examples = examples;
        _table = FeatureTable.Read(examples, bits);
        FoldCount = folds;
        _folds = [.. examples.Select(example => PromptFold.Of(example.Prompt, folds, seed))];
        All = [.. Enumerable.Range(0, examples.Count)];
    }

    public int FoldCount { get; }

    public int[] All { get; }

    /// <summary>Gets a value indicating whether all examples are in one fold, where copies of one prompt are: none is left to learn from without them.</summary>
    public bool IsOneFold => Array.TrueForAll(_folds, fold => fold == _folds[0]);

    public IReadOnlyList<RoutingExample> Examples => _examples;

    public int[] In(int fold) => [.. All.Where(row => _folds[row] == fold)];

    public int[] Except(int fold) => [.. All.Where(row => _folds[row] != fold)];

    public RidgeRegression Regression(int[] rows) => new(_table, rows);

    /// <summary>Gets the logarithm of a prompt's length.</summary>
    public double LogLength(int row) => _table.Features(row)[PromptCounts.LogLength];

    public double Score(LinearWeights weights, int row) => weights.Score(_table.Terms(row), _table.Features(row));

    public LinearWeights Fit(int[] rows, LinearVariant variant)
    {
        double[] targets = [.. _examples.Select(variant.Target)];
        double[] means = WorkloadMeans.Of(_examples, rows, targets);
        TensorPrimitives.Lerp(targets, means, variant.WorkloadShare, targets);
        LinearWeights fitted = Regression(rows).Fit(targets, variant.Penalty);
        return fitted.WithSlope(PromptCounts.LogLength, variant.LengthSlope, rows.Average(LogLength));
    }

    public void ScoreAll(QuantisedWeights weights, int[] rows, double[] scores)
    {
        foreach (int row in rows)
        {
            scores[row] = weights.Score(_table.Terms(row), _table.Features(row));
        }
    }

    /// <summary>Ranks scores within each fold, 0 to 1: scores of differently fitted weights have no common scale.</summary>
    public double[] RankWithinFolds(double[] scores)
    {
        double[] ranks = new double[scores.Length];
        for (int fold = 0; fold < FoldCount; fold++)
        {
            Ranks.Fill(In(fold), scores, ranks);
        }

        return ranks;
    }
}
