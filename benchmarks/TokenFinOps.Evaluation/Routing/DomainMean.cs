using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>The baseline that is told every prompt's subject: orders by what the strong model gained on it.</summary>
internal static class DomainMean
{
    private const int Folds = 5;

    /// <summary>Adds the figure where there are subjects.</summary>
    /// <param name="report">Takes it.</param>
    /// <param name="judged">What is ordered.</param>
    /// <param name="training">Where the means come from; <see langword="null"/> for the other parts of what is ordered.</param>
    /// <param name="seed">The seed of the parts.</param>
    public static void AddTo(SuiteReport report, IReadOnlyList<RoutingExample> judged, IReadOnlyList<RoutingExample>? training, int seed)
    {
        if (judged.Select(static example => example.Workload).Distinct().Count() > 1)
        {
            report.Add("domain_mean", RoutingCurve.Of(training is null ? CrossFit(judged, seed) : Score(judged, training), judged).Apgr);
        }
    }

    private static double[] CrossFit(IReadOnlyList<RoutingExample> examples, int seed)
    {
        double[] scores = new double[examples.Count];
        foreach (IGrouping<int, int> fold in Enumerable.Range(0, examples.Count).GroupBy(row => PromptFold.Of(examples[row].Prompt, Folds, seed)).ToArray())
        {
            RoutingExample[] others = [.. examples.Where(example => PromptFold.Of(example.Prompt, Folds, seed) != fold.Key)];
            double[] part = Score([.. fold.Select(row => examples[row])], others);
            foreach ((int row, double score) in fold.Zip(part))
            {
                scores[row] = score;
            }
        }

        return scores;
    }

    private static double[] Score(IReadOnlyList<RoutingExample> judged, IReadOnlyList<RoutingExample> learned)
    {
        double all = learned.Average(static example => example.Gain);
        var means = learned.Where(static example => example.Workload is not null)
            .GroupBy(static example => example.Workload!)
            .ToDictionary(static domain => domain.Key, static domain => domain.Average(static each => each.Gain));
        return [.. judged.Select(example => example.Workload is { } domain ? means.GetValueOrDefault(domain, all) : all)];
    }
}
