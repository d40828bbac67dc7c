using System.Diagnostics;
using System.Numerics.Tensors;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>The similarities that a model gives to pairs, and how long a text took it.</summary>
/// <param name="Positives">Of pairs of one meaning.</param>
/// <param name="Negatives">Of others.</param>
/// <param name="MicrosecondsPerText">The best of several rounds over the same texts, on one thread.</param>
internal sealed record PairScores(float[] Positives, float[] Negatives, double MicrosecondsPerText)
{
    private const int Rounds = 5;
    private const int TimedTexts = 5_000;

    public static PairScores Of(ITextModel model, IReadOnlyList<TextPair> pairs) =>
        new(
            [.. pairs.Where(static pair => pair.IsSame).Select(pair => Similarity(model, pair))],
            [.. pairs.Where(static pair => !pair.IsSame).Select(pair => Similarity(model, pair))],
            Time(model, [.. pairs.Take(TimedTexts).Select(static pair => pair.First)]));

    public static float Similarity(ITextModel model, TextPair pair)
    {
        var one = new float[model.Dimensions];
        var other = new float[model.Dimensions];
        model.Embed(pair.First, one);
        model.Embed(pair.Second, other);
        return TensorPrimitives.Dot<float>(one, other);
    }

    private static double Time(ITextModel model, string[] texts)
    {
        var vector = new float[model.Dimensions];
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            foreach (string text in texts)
            {
                model.Embed(text, vector);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / texts.Length);
        }

        return best;
    }
}
