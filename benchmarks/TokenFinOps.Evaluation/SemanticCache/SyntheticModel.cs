using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Text;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>
/// No embedder: another one's vectors, drawn towards a random direction for each meaning, as the labels have it, and towards one of its own for each text. It stands for a better embedder
/// than can be had here, and shows what a policy makes of one; its figures are of no real model.
/// </summary>
internal sealed class SyntheticModel(ITextModel model, double weight, IReadOnlyDictionary<string, int> truth) : ITextModel
{
    private const double Noise = 0.5;

    public string Prefix => "synthetic_";

    public int Dimensions => model.Dimensions;

    public void Embed(string text, Span<float> vector)
    {
        model.Embed(text, vector);
        if (truth.TryGetValue(text, out int meaning))
        {
            Blend(vector, (float)weight, meaning);
            Blend(vector, (float)(weight * Noise), unchecked((int)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text), 7)));
        }

        float norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }
    }

    private static void Blend(Span<float> vector, float share, int seed)
    {
        var random = new Random(seed);
        float scale = share / (1 - share) / MathF.Sqrt(vector.Length);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] += random.Next(2) == 0 ? -scale : scale;
        }
    }
}
