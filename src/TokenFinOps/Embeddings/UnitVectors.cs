using System.Numerics.Tensors;

namespace TokenFinOps.Embeddings;

/// <summary>Brings vectors to length 1 and leaves out those of zeroes.</summary>
internal static class UnitVectors
{
    /// <exception cref="ArgumentException">The vectors have different lengths, or a number in one is not finite.</exception>
    public static float[][] Of(IReadOnlyList<ReadOnlyMemory<float>> vectors, string parameter)
    {
        var units = new List<float[]>(vectors.Count);
        foreach (ReadOnlyMemory<float> vector in vectors)
        {
            if (vector.Length != vectors[0].Length)
            {
                throw new ArgumentException($"One vector has {vector.Length} dimensions and another {vectors[0].Length}; they must be of one embedder.", parameter);
            }

            float norm = TensorPrimitives.Norm(vector.Span);
            if (!float.IsFinite(norm))
            {
                throw new ArgumentException("A vector has a number that is not finite.", parameter);
            }

            if (norm > 0)
            {
                var unit = new float[vector.Length];
                TensorPrimitives.Divide(vector.Span, norm, unit);
                units.Add(unit);
            }
        }

        return [.. units];
    }
}
