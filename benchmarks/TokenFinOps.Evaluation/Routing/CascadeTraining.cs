using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Learns, from answered questions alone, which prompts one cheap model may answer without a cascade.</summary>
/// <remarks>
/// Each cheap model is tried with each of two scorers, <see cref="ComplexityModel"/> and <see cref="NearestPrompts"/>, which learn what the dear model adds to it;
/// <see cref="CascadeFrontSearch"/> chooses thresholds on cross-fitted scores. The cheapest wins; nothing stands before the cascade where nothing is sure.
/// </remarks>
internal sealed class CascadeTraining(
    CascadePair pair, IReadOnlyList<MatrixRow> rows, IReadOnlyDictionary<string, IReadOnlyList<CascadeOutcome>> alone, IReadOnlyList<CascadeOutcome> cascade, int seed)
{
    private static readonly string[] Scorers = ["complexity", "nearest"];

    /// <summary>Learns.</summary>
    /// <param name="confidence">How sure it must be that the quality is no lower than the dear model's, 0.5 to 1.</param>
    /// <returns>The choice, or <see langword="null"/> for nothing to stand before the cascade.</returns>
    /// <exception cref="EvaluationException">There are too few rows.</exception>
    public (CascadeFront Front, CascadeFrontChoice Choice)? Run(double confidence)
    {
        if (rows.Count < ComplexityTrainer.FewestExamples)
        {
            throw new EvaluationException($"--train has {rows.Count} rows with answers of all models; it takes at least {ComplexityTrainer.FewestExamples}, better thousands.");
        }

        var sure = pair.Weak.SelectMany(model => Scorers.Select(scorer => Search(model, scorer, confidence))).Where(static each => each.Choice is not null).ToArray();
        if (sure.Length == 0)
        {
            return null;
        }

        (string model, RouterPolicy policy, double[] scores, CascadeFrontChoice? choice) = sure.MinBy(static each => each.Choice!.CostRatio);
        return (FrontOf(model, policy, scores, choice!), choice!);
    }

    private (string Model, RouterPolicy Policy, double[] Scores, CascadeFrontChoice? Choice) Search(string model, string scorer, double confidence)
    {
        RouterPolicy policy = RouterPolicy.Find(scorer, seed);
        double[] scores = policy.CrossFit(ExamplesOf(model), seed);
        return (model, policy, scores, new CascadeFrontSearch(scores, alone[model], cascade, alone[pair.Strong], seed).Choose(confidence));
    }

    // A complexity model's cross-fitted scores are ranks; its calibration knows the scores, each for an equal share of unseen prompts.
    private CascadeFront FrontOf(string model, RouterPolicy policy, double[] crossFitted, CascadeFrontChoice choice)
    {
        IPromptScorer scorer = policy.Train(ExamplesOf(model));
        double[] scores = scorer is ComplexityModel learned ? [.. learned.Calibration.Scores] : [.. crossFitted.Order()];
        return new CascadeFront(
            model,
            policy.Name,
            scorer,
            choice.AloneShare > 0 ? ScoreAt(scores, choice.AloneShare) : double.NegativeInfinity,
            choice.DirectShare > 0 ? ScoreAt(scores, 1 - choice.DirectShare) : double.PositiveInfinity);
    }

    private RoutingExample[] ExamplesOf(string model) =>
        [.. rows.Select(row => new RoutingExample(row.Prompt, (double)row.Answers[model].Quality, (double)row.Answers[pair.Strong].Quality))];

    private static double ScoreAt(double[] scores, double share)
    {
        double position = Math.Clamp((share * scores.Length) - 0.5, 0, scores.Length - 1);
        int below = Math.Min((int)position, scores.Length - 2);
        return scores[below] + ((position - below) * (scores[below + 1] - scores[below]));
    }
}
