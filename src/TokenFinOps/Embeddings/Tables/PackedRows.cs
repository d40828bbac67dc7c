using System.Numerics.Tensors;

namespace TokenFinOps.Embeddings.Tables;

/// <summary>Rows of numbers from −7 to 7, two in a byte, each row with a scale.</summary>
/// <param name="Dimensions">The length of a row.</param>
/// <param name="Values">The numbers plus 8: the first of two in the low half of a byte.</param>
/// <param name="Scales">What a row's numbers are multiplied by.</param>
internal sealed record PackedRows(int Dimensions, byte[] Values, Half[] Scales)
{
    private const int Most = 7;
    private const int Zero = 8;

    /// <summary>Packs rows, with the least error that a scale by the largest number allows.</summary>
    public static PackedRows Pack(float[] rows, int dimensions)
    {
        var values = new byte[rows.Length / 2];
        var scales = new Half[rows.Length / dimensions];
        for (int row = 0; row < scales.Length; row++)
        {
            ReadOnlySpan<float> numbers = rows.AsSpan(row * dimensions, dimensions);
            scales[row] = (Half)(TensorPrimitives.MaxMagnitude(numbers) is var largest ? MathF.Abs(largest) / Most : 0);
            float scale = (float)scales[row];
            for (int i = 0; i < dimensions; i += 2)
            {
                values[((row * dimensions) + i) / 2] = (byte)(Packed(numbers[i], scale) | (Packed(numbers[i + 1], scale) << 4));
            }
        }

        return new PackedRows(dimensions, values, scales);
    }

    /// <summary>Adds a row, times a weight.</summary>
    public void AddTo(Span<float> vector, int row, float weight)
    {
        float scale = (float)Scales[row] * weight;
        ReadOnlySpan<byte> packed = Values.AsSpan(row * Dimensions / 2, Dimensions / 2);
        for (int i = 0; i < packed.Length; i++)
        {
            int pair = packed[i];
            vector[2 * i] += scale * ((pair & 0xF) - Zero);
            vector[(2 * i) + 1] += scale * ((pair >> 4) - Zero);
        }
    }

    private static int Packed(float number, float scale) => scale == 0 ? Zero : Math.Clamp((int)MathF.Round(number / scale), -Most, Most) + Zero;
}
