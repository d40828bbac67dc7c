using System.IO.Hashing;
using System.Runtime.InteropServices;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>A way to order prompts, under the name that the command line uses.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Train">Makes a scorer of examples.</param>
internal sealed record RouterPolicy(string Name, Func<IReadOnlyList<RoutingExample>, IPromptScorer> Train)
{
    private const int Folds = 5;

    public static RouterPolicy Find(string name, int seed)
    {
        RouterPolicy[] all =
        [
            new("complexity", examples => new ComplexityTrainer(new ComplexityTrainerOptions { Seed = seed }).Train(examples)),
            new("nearest", static examples => new NearestPrompts(examples)),
            new("length", static _ => new PromptLength()),
            new("random", _ => new RandomScorer(seed)),
        ];
        return Array.Find(all, policy => policy.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new EvaluationException($"There is no policy '{name}'; use one of {string.Join(", ", all.Select(static policy => policy.Name))}.");
    }

    /// <summary>Scores examples by scorers that were not trained on them.</summary>
    public double[] CrossFit(IReadOnlyList<RoutingExample> examples, int seed)
    {
        if (Name == "complexity")
        {
            return new ComplexityTrainer(new ComplexityTrainerOptions { Seed = seed }).CrossFit(examples);
        }

        int[] folds = [.. examples.Select(example => PromptFold.Of(example.Prompt, Folds, seed))];
        double[] scores = new double[examples.Count];
        for (int fold = 0; fold < Folds; fold++)
        {
            IPromptScorer scorer = Train([.. examples.Where((_, row) => folds[row] != fold)]);
            for (int row = 0; row < scores.Length; row++)
            {
                scores[row] = folds[row] == fold ? scorer.Score(examples[row].Prompt) : scores[row];
            }
        }

        return scores;
    }

    public static double[] Score(IPromptScorer scorer, IReadOnlyList<RoutingExample> examples) => [.. examples.Select(example => scorer.Score(example.Prompt))];

    private sealed class RandomScorer(int seed) : IPromptScorer
    {
        public double Score(ReadOnlySpan<char> prompt) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(prompt), seed) / (double)ulong.MaxValue;
    }
}
