using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Admission;

/// <summary>Checks that scores and examples belong together.</summary>
internal static class ScoredExamples
{
    public static void Check(ReadOnlySpan<double> scores, IReadOnlyList<RoutingExample> examples)
    {
        if (examples.Count == 0)
        {
            throw new ArgumentException("There are no examples; give at least one prompt with the quality of both answers.", nameof(examples));
        }

        if (scores.Length != examples.Count)
        {
            throw new ArgumentException($"{scores.Length} scores do not fit {examples.Count} examples; give one for each.", nameof(scores));
        }

        foreach (double score in scores)
        {
            if (double.IsNaN(score))
            {
                throw new ArgumentException("A score is not a number; score every prompt.", nameof(scores));
            }
        }
    }
}
