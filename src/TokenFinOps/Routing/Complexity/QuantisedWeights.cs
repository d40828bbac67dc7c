using System.Numerics.Tensors;

namespace TokenFinOps.Routing.Complexity;

/// <summary>Linear weights with a byte for a term.</summary>
internal sealed record QuantisedWeights(float Bias, float Scale, sbyte[] Terms, float[] Features)
{
    public int Bits => System.Numerics.BitOperations.Log2((uint)Terms.Length);

    public static QuantisedWeights Of(LinearWeights weights)
    {
        float largest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(weights.Terms));
        float scale = largest > 0 ? largest / sbyte.MaxValue : 1;
        return new QuantisedWeights(weights.Bias, scale, [.. weights.Terms.Select(weight => (sbyte)MathF.Round(weight / scale))], weights.Features);
    }

    public double Score(ReadOnlySpan<int> terms, ReadOnlySpan<float> features)
    {
        int sum = 0;
        foreach (int term in terms)
        {
            sum += Terms[term];
        }

        return Bias + (sum * Scale / MathF.Sqrt(Math.Max(1, terms.Length))) + TensorPrimitives.Dot(Features, features);
    }
}
