using System.Numerics.Tensors;

namespace TokenFinOps.Caching.VectorIndex.Rotations;

/// <summary>The mean of the outer products of vectors with themselves.</summary>
internal static class SecondMoment
{
    // So many samples a pass that the rows of the matrix stay in the cache while the samples go by.
    private const int RowsAtOnce = 32;

    /// <summary>Computes it, a square of padded rows.</summary>
    public static float[] Of(ReadOnlySpan<float> samples, int stride)
    {
        float[] moment = new float[stride * stride];
        float weight = (float)stride / samples.Length;
        for (int first = 0; first < stride; first += RowsAtOnce)
        {
            int last = Math.Min(stride, first + RowsAtOnce);
            for (int at = 0; at < samples.Length; at += stride)
            {
                ReadOnlySpan<float> sample = samples.Slice(at, stride);
                for (int row = first; row < last; row++)
                {
                    // The upper half; the lower is its mirror image.
                    Span<float> target = moment.AsSpan((row * stride) + row, stride - row);
                    TensorPrimitives.MultiplyAdd(sample[row..], weight * sample[row], target, target);
                }
            }
        }

        for (int row = 0; row < stride; row++)
        {
            for (int column = 0; column < row; column++)
            {
                moment[(row * stride) + column] = moment[(column * stride) + row];
            }
        }

        return moment;
    }
}
