using System.Numerics.Tensors;

namespace TokenFinOps.Caching.VectorIndex.Rotations;

/// <summary>Makes rows orthonormal, in their order: Gram–Schmidt, twice, which is enough (Giraud, Langou and Rozložník, 2005).</summary>
internal static class Orthonormal
{
    private const float Vanished = 1e-6f;

    /// <summary>Changes the rows in place. A row that depends on those before it gives way to the unit vector that depends on them least.</summary>
    public static void Make(float[] rows, int stride)
    {
        for (int at = 0; at < rows.Length; at += stride)
        {
            Span<float> row = rows.AsSpan(at, stride);
            float before = TensorPrimitives.Norm<float>(row);
            Clean(rows, at, row);
            float after = TensorPrimitives.Norm<float>(row);
            if (!(after > Vanished * before))
            {
                Replace(rows, at, row);
            }

            TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
            Clean(rows, at, row);
            TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
        }
    }

    private static void Clean(float[] rows, int before, Span<float> row)
    {
        for (int at = 0; at < before; at += row.Length)
        {
            ReadOnlySpan<float> other = rows.AsSpan(at, row.Length);
            TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot(other, row), row, row);
        }
    }

    private static void Replace(float[] rows, int before, Span<float> row)
    {
        int best = 0;
        float least = float.MaxValue;
        for (int axis = 0; axis < row.Length; axis++)
        {
            float inside = 0;
            for (int at = axis; at < before; at += row.Length)
            {
                inside += rows[at] * rows[at];
            }

            if (inside < least)
            {
                (best, least) = (axis, inside);
            }
        }

        row.Clear();
        row[best] = 1;
        Clean(rows, before, row);
    }
}
