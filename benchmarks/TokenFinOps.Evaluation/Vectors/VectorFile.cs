using System.Numerics.Tensors;

namespace TokenFinOps.Evaluation.Vectors;

/// <summary>Reads vectors to index, and takes some of them out to look for.</summary>
internal static class VectorFile
{
    private const int QueryShare = 20;
    private const int MostQueries = 10_000;

    /// <summary>Reads a <c>.npy</c> file. Every twentieth vector, up to 10,000, becomes a query and is not indexed; zeros are left out.</summary>
    /// <exception cref="EvaluationException">It is no such file, or holds too few vectors.</exception>
    public static VectorSet Read(string path)
    {
        using Stream stream = DataFile.Open(path);
        (int dimensions, float[] values) = NumpyFile.Read(stream, path);
        (var entries, var queries) = (new List<float>(values.Length), new List<float>());
        for (int at = 0; at < values.Length; at += dimensions)
        {
            Span<float> vector = values.AsSpan(at, dimensions);
            float length = TensorPrimitives.Norm<float>(vector);
            if (!float.IsFinite(length) || length == 0)
            {
                continue;
            }

            TensorPrimitives.Divide(vector, length, vector);
            bool isQuery = at / dimensions % QueryShare == 0 && queries.Count < (long)MostQueries * dimensions;
            (isQuery ? queries : entries).AddRange(vector);
        }

        return queries.Count > 0 && entries.Count > 0
            ? new VectorSet(dimensions, [.. entries], [.. queries])
            : throw new EvaluationException($"'{path}' holds too few vectors to index some and look for others.");
    }
}
