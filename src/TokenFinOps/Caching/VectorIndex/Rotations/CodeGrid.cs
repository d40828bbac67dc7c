using System.Numerics.Tensors;

namespace TokenFinOps.Caching.VectorIndex.Rotations;

/// <summary>
/// How a run of projected coordinates becomes codes of one byte: coordinate <c>j</c> is <c>Centre[j] + Step[j]·(code − 64)</c>,
/// 1 to 127. What the codes leave over, and how long they are, is bounded for all entries that are not outliers.
/// </summary>
internal sealed class CodeGrid
{
    /// <summary>The code of a coordinate at the centre.</summary>
    public const int Zero = 64;

    private const int Largest = 63;

    // Steps nearly in proportion to the range: fine for narrow coordinates, with room for what the sample did not show.
    private const float Share = 0.75f;

    /// <summary>Fits a grid to projected samples, rows of <paramref name="width"/> of which it takes <paramref name="count"/> from <paramref name="first"/>.</summary>
    public CodeGrid(ReadOnlySpan<float> samples, int width, int first, int count)
    {
        (First, Count) = (first, count);
        Centre = new float[count];
        Step = new float[count];
        Fit(samples, width);
        Bound(samples, width);
    }

    /// <summary>Gets the first coordinate.</summary>
    public int First { get; }

    /// <summary>Gets how many coordinates there are.</summary>
    public int Count { get; }

    /// <summary>Gets the middle of every coordinate.</summary>
    public float[] Centre { get; }

    /// <summary>Gets the width of a step of every coordinate.</summary>
    public float[] Step { get; }

    /// <summary>Gets the largest norm of what codes leave over, outliers excepted.</summary>
    public double Error { get; private set; }

    /// <summary>Gets the largest norm of the codes, counted from 64, outliers excepted.</summary>
    public double Reach { get; private set; }

    /// <summary>Encodes the coordinates; answers whether the bounds hold for them.</summary>
    public bool TryEncode(ReadOnlySpan<float> projected, Span<byte> codes)
    {
        (double error, double reach) = Encode(projected, codes);
        return error <= Error && reach <= Reach;
    }

    private (double Error, double Reach) Encode(ReadOnlySpan<float> projected, Span<byte> codes)
    {
        double errors = 0, reaches = 0;
        for (int i = 0; i < Count; i++)
        {
            double value = (double)projected[First + i] - Centre[i];
            double code = Math.Clamp(Math.Round(value / Step[i]), -Largest, Largest);
            double error = value - (code * Step[i]);
            errors += error * error;
            reaches += code * code;
            codes[i] = (byte)(code + Zero);
        }

        return (Math.Sqrt(errors), Math.Sqrt(reaches));
    }

    private void Fit(ReadOnlySpan<float> samples, int width)
    {
        Span<float> ranges = stackalloc float[Count];
        for (int i = 0; i < Count; i++)
        {
            (float least, float most) = (float.MaxValue, float.MinValue);
            for (int at = First + i; at < samples.Length; at += width)
            {
                (least, most) = (Math.Min(least, samples[at]), Math.Max(most, samples[at]));
            }

            Centre[i] = (least + most) / 2;
            ranges[i] = Math.Max(1e-4f, (most - least) * 0.6f);
        }

        float widest = TensorPrimitives.Max(ranges);
        for (int i = 0; i < Count; i++)
        {
            Step[i] = MathF.Pow(ranges[i], Share) * MathF.Pow(widest, 1 - Share) / Largest;
        }
    }

    private void Bound(ReadOnlySpan<float> samples, int width)
    {
        Span<byte> codes = stackalloc byte[Count];
        for (int at = 0; at < samples.Length; at += width)
        {
            (double error, double reach) = Encode(samples.Slice(at, width), codes);
            (Error, Reach) = (Math.Max(Error, error), Math.Max(Reach, reach));
        }

        (Error, Reach) = ((Error * 1.2) + 1e-6, (Reach * 1.3) + 1);
    }
}
