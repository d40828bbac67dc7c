using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TokenFinOps.Caching.VectorIndex.Kernels;

/// <summary>
/// The scalar product that decides. It is summed in 32 lanes that are then halved, with a multiplication and an addition that round
/// separately, so that every width, with or without fused instructions, gives the same bits.
/// </summary>
internal static class FloatKernel
{
    /// <summary>How many floats a row is padded to a multiple of, with zeros.</summary>
    public const int Padding = 16;

    private const int Lanes = 32;

    /// <summary>Gets the length of a padded row.</summary>
    public static int Stride(int dimensions) => (dimensions + Padding - 1) / Padding * Padding;

    /// <summary>Multiplies two padded rows, of the same length.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right, KernelWidth width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Length, right.Length);
        ref float x = ref MemoryMarshal.GetReference(left);
        ref float y = ref MemoryMarshal.GetReference(right);
        return width switch
        {
            KernelWidth.V512 => Dot512(ref x, ref y, left.Length),
            KernelWidth.V256 => Dot256(ref x, ref y, left.Length),
            KernelWidth.V128 => Dot128(ref x, ref y, left.Length),
            _ => DotScalar(ref x, ref y, left.Length),
        };
    }

    /// <summary>Multiplies one padded row with four, so that it is read once.</summary>
    public static void DotFour(ReadOnlySpan<float> row, ReadOnlySpan<float> four, Span<float> products, KernelWidth width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(four.Length, 4 * row.Length);
        if (width == KernelWidth.V512)
        {
            DotFour512(ref MemoryMarshal.GetReference(row), ref MemoryMarshal.GetReference(four), row.Length, products);
            return;
        }

        for (int i = 0; i < 4; i++)
        {
            products[i] = Dot(row, four.Slice(i * row.Length, row.Length), width);
        }
    }

    private static float Dot512(ref float x, ref float y, int length)
    {
        Vector512<float> a = Vector512<float>.Zero, b = Vector512<float>.Zero;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            a += Vector512.LoadUnsafe(ref x, (nuint)i) * Vector512.LoadUnsafe(ref y, (nuint)i);
            b += Vector512.LoadUnsafe(ref x, (nuint)(i + 16)) * Vector512.LoadUnsafe(ref y, (nuint)(i + 16));
        }

        if (i < length)
        {
            a += Vector512.LoadUnsafe(ref x, (nuint)i) * Vector512.LoadUnsafe(ref y, (nuint)i);
        }

        return Halve(a + b);
    }

    private static void DotFour512(ref float x, ref float y, int length, Span<float> products)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        ref float y1 = ref Unsafe.Add(ref y, length), y2 = ref Unsafe.Add(ref y, 2 * length), y3 = ref Unsafe.Add(ref y, 3 * length);
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            Vector512<float> low = Vector512.LoadUnsafe(ref x, (nuint)i), high = Vector512.LoadUnsafe(ref x, (nuint)(i + 16));
            a0 += low * Vector512.LoadUnsafe(ref y, (nuint)i);
            a1 += low * Vector512.LoadUnsafe(ref y1, (nuint)i);
            a2 += low * Vector512.LoadUnsafe(ref y2, (nuint)i);
            a3 += low * Vector512.LoadUnsafe(ref y3, (nuint)i);
            b0 += high * Vector512.LoadUnsafe(ref y, (nuint)(i + 16));
            b1 += high * Vector512.LoadUnsafe(ref y1, (nuint)(i + 16));
            b2 += high * Vector512.LoadUnsafe(ref y2, (nuint)(i + 16));
            b3 += high * Vector512.LoadUnsafe(ref y3, (nuint)(i + 16));
        }

        if (i < length)
        {
            Vector512<float> low = Vector512.LoadUnsafe(ref x, (nuint)i);
            a0 += low * Vector512.LoadUnsafe(ref y, (nuint)i);
            a1 += low * Vector512.LoadUnsafe(ref y1, (nuint)i);
            a2 += low * Vector512.LoadUnsafe(ref y2, (nuint)i);
            a3 += low * Vector512.LoadUnsafe(ref y3, (nuint)i);
        }

        (products[0], products[1], products[2], products[3]) = (Halve(a0 + b0), Halve(a1 + b1), Halve(a2 + b2), Halve(a3 + b3));
    }

    private static float Dot256(ref float x, ref float y, int length)
    {
        Vector256<float> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            a += Vector256.LoadUnsafe(ref x, (nuint)i) * Vector256.LoadUnsafe(ref y, (nuint)i);
            b += Vector256.LoadUnsafe(ref x, (nuint)(i + 8)) * Vector256.LoadUnsafe(ref y, (nuint)(i + 8));
            c += Vector256.LoadUnsafe(ref x, (nuint)(i + 16)) * Vector256.LoadUnsafe(ref y, (nuint)(i + 16));
            d += Vector256.LoadUnsafe(ref x, (nuint)(i + 24)) * Vector256.LoadUnsafe(ref y, (nuint)(i + 24));
        }

        if (i < length)
        {
            a += Vector256.LoadUnsafe(ref x, (nuint)i) * Vector256.LoadUnsafe(ref y, (nuint)i);
            b += Vector256.LoadUnsafe(ref x, (nuint)(i + 8)) * Vector256.LoadUnsafe(ref y, (nuint)(i + 8));
        }

        return Halve((a + c) + (b + d));
    }

    private static float Dot128(ref float x, ref float y, int length)
    {
        Vector128<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            a += Vector128.LoadUnsafe(ref x, (nuint)i) * Vector128.LoadUnsafe(ref y, (nuint)i);
            b += Vector128.LoadUnsafe(ref x, (nuint)(i + 4)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 4));
            c += Vector128.LoadUnsafe(ref x, (nuint)(i + 8)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 8));
            d += Vector128.LoadUnsafe(ref x, (nuint)(i + 12)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 12));
            e += Vector128.LoadUnsafe(ref x, (nuint)(i + 16)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 16));
            f += Vector128.LoadUnsafe(ref x, (nuint)(i + 20)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 20));
            g += Vector128.LoadUnsafe(ref x, (nuint)(i + 24)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 24));
            h += Vector128.LoadUnsafe(ref x, (nuint)(i + 28)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 28));
        }

        if (i < length)
        {
            a += Vector128.LoadUnsafe(ref x, (nuint)i) * Vector128.LoadUnsafe(ref y, (nuint)i);
            b += Vector128.LoadUnsafe(ref x, (nuint)(i + 4)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 4));
            c += Vector128.LoadUnsafe(ref x, (nuint)(i + 8)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 8));
            d += Vector128.LoadUnsafe(ref x, (nuint)(i + 12)) * Vector128.LoadUnsafe(ref y, (nuint)(i + 12));
        }

        return Halve(((a + e) + (c + g)) + ((b + f) + (d + h)));
    }

    private static float DotScalar(ref float x, ref float y, int length)
    {
        Span<float> lanes = stackalloc float[Lanes];
        lanes.Clear();
        for (int i = 0; i < length; i++)
        {
            lanes[i % Lanes] += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        }

        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        return lanes[0];
    }

    private static float Halve(Vector512<float> sum) => Halve(sum.GetLower() + sum.GetUpper());

    private static float Halve(Vector256<float> sum) => Halve(sum.GetLower() + sum.GetUpper());

    private static float Halve(Vector128<float> sum) => (sum[0] + sum[2]) + (sum[1] + sum[3]);
}
