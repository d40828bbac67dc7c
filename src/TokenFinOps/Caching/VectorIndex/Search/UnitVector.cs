using TokenFinOps.Caching.VectorIndex.Kernels;

namespace TokenFinOps.Caching.VectorIndex.Search;

/// <summary>Brings vectors to length 1, and compares them.</summary>
internal static class UnitVector
{
    /// <summary>Writes the vector at length 1, padded with zeros; <see langword="false"/> when it is zero or not finite.</summary>
    public static bool TryNormalize(ReadOnlySpan<float> vector, Span<float> unit)
    {
        double squares = 0;
        foreach (float value in vector)
        {
            squares += (double)value * value;
        }

        if (!double.IsFinite(squares) || squares == 0)
        {
            return false;
        }

        double scale = 1 / Math.Sqrt(squares);
        for (int i = 0; i < vector.Length; i++)
        {
            unit[i] = (float)(vector[i] * scale);
        }

        unit[vector.Length..].Clear();
        return true;
    }

    /// <summary>Gets the cosine of two padded unit vectors.</summary>
    public static float Similarity(ReadOnlySpan<float> left, ReadOnlySpan<float> right, KernelWidth width) => Limit(FloatKernel.Dot(left, right, width));

    /// <summary>Takes away what rounding put beyond 1.</summary>
    public static float Limit(float product) => Math.Clamp(product, -1f, 1f);
}
