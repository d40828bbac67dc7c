using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TokenFinOps.Caching.VectorIndex.Kernels;

/// <summary>The scalar product of one row of codes (1 to 127) with the weights of a query (−127 to 127): exact, in whole numbers.</summary>
internal static class CodeKernel
{
    /// <summary>How many codes a row is a multiple of.</summary>
    public const int Padding = 32;

    /// <summary>Multiplies. Two products never leave 16 bits: 2 × 127 × 127 is 32,258.</summary>
    public static int Dot(ReadOnlySpan<byte> codes, ReadOnlySpan<sbyte> weights, KernelWidth width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weights.Length, codes.Length);
        ref byte x = ref MemoryMarshal.GetReference(codes);
        ref sbyte y = ref MemoryMarshal.GetReference(weights);
        return width switch
        {
            KernelWidth.V512 or KernelWidth.V256 => Dot256(ref x, ref y, codes.Length),
            KernelWidth.V128 => Dot128(ref x, ref y, codes.Length),
            _ => DotScalar(ref x, ref y, codes.Length),
        };
    }

    // Rows are short and lie apart: wider registers gain nothing here.
    private static int Dot256(ref byte x, ref sbyte y, int length)
    {
        Vector256<int> sum = default;
        for (int i = 0; i < length; i += 32)
        {
            Vector256<short> pairs = Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref x, (nuint)i), Vector256.LoadUnsafe(ref y, (nuint)i));
            sum += Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One);
        }

        return Vector256.Sum(sum);
    }

    private static int Dot128(ref byte x, ref sbyte y, int length)
    {
        Vector128<int> sum = default;
        for (int i = 0; i < length; i += 16)
        {
            Vector128<sbyte> codes = Vector128.LoadUnsafe(ref x, (nuint)i).AsSByte();
            Vector128<sbyte> weights = Vector128.LoadUnsafe(ref y, (nuint)i);
            Vector128<short> pairs = (Vector128.WidenLower(codes) * Vector128.WidenLower(weights)) + (Vector128.WidenUpper(codes) * Vector128.WidenUpper(weights));
            sum += Vector128.WidenLower(pairs) + Vector128.WidenUpper(pairs);
        }

        return Vector128.Sum(sum);
    }

    private static int DotScalar(ref byte x, ref sbyte y, int length)
    {
        int sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        }

        return sum;
    }
}
