using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TokenFinOps.Caching.VectorIndex.Kernels;

/// <summary>Scans the heads of a chunk, a block of 64 entries at a time: the one loop that looks at every entry.</summary>
internal static class HeadKernel
{
    /// <summary>Writes the product of every entry of the first <paramref name="blocks"/> blocks, and which of them go on.</summary>
    public static void Scan(in HeadScan scan, int blocks, Span<int> products, Span<ulong> survivors, KernelWidth width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(products.Length, blocks * HeadScan.Block);
        ArgumentOutOfRangeException.ThrowIfLessThan(scan.Tails.Length, blocks * HeadScan.Block);
        ArgumentOutOfRangeException.ThrowIfLessThan(scan.Codes.Length, blocks * HeadScan.Block * HeadScan.Group * scan.Weights.Length);
        int bytes = HeadScan.Block * HeadScan.Group * scan.Weights.Length;
        for (int i = 0; i < blocks; i++)
        {
            ref byte codes = ref Unsafe.Add(ref MemoryMarshal.GetReference(scan.Codes), i * bytes);
            ref byte tails = ref Unsafe.Add(ref MemoryMarshal.GetReference(scan.Tails), i * HeadScan.Block);
            ref int sums = ref Unsafe.Add(ref MemoryMarshal.GetReference(products), i * HeadScan.Block);
            survivors[i] = width switch
            {
                KernelWidth.V512 => Block512(scan, ref codes, ref tails, ref sums),
                KernelWidth.V256 => Block256(scan, ref codes, ref tails, ref sums),
                KernelWidth.V128 => Block128(scan, ref codes, ref tails, ref sums),
                _ => BlockScalar(scan, ref codes, ref tails, ref sums),
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Block512(in HeadScan scan, ref byte codes, ref byte tails, ref int sums)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        foreach (int weight in scan.Weights)
        {
            Vector512<sbyte> weights = Vector512.Create(weight).AsSByte();
            a += Multiply(Vector512.LoadUnsafe(ref codes), weights);
            b += Multiply(Vector512.LoadUnsafe(ref codes, 64), weights);
            c += Multiply(Vector512.LoadUnsafe(ref codes, 128), weights);
            d += Multiply(Vector512.LoadUnsafe(ref codes, 192), weights);
            codes = ref Unsafe.Add(ref codes, 256);
        }

        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, 16);
        c.StoreUnsafe(ref sums, 32);
        d.StoreUnsafe(ref sums, 48);
        Vector512<int> tailWeight = Vector512.Create(scan.TailWeight), least = Vector512.Create(scan.Least);
        return Compare(a, ref tails, tailWeight, least)
            | Compare(b, ref Unsafe.Add(ref tails, 16), tailWeight, least) << 16
            | Compare(c, ref Unsafe.Add(ref tails, 32), tailWeight, least) << 32
            | Compare(d, ref Unsafe.Add(ref tails, 48), tailWeight, least) << 48;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Multiply(Vector512<byte> codes, Vector512<sbyte> weights) =>
        Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(codes, weights), Vector512<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Compare(Vector512<int> sum, ref byte tails, Vector512<int> tailWeight, Vector512<int> least)
    {
        Vector512<int> tail = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref tails));
        return Vector512.GreaterThanOrEqual(sum + (tail * tailWeight), least).ExtractMostSignificantBits();
    }

    private static ulong Block256(in HeadScan scan, ref byte codes, ref byte tails, ref int sums)
    {
        ulong survivors = 0;
        for (int half = 0; half < HeadScan.Block; half += 32)
        {
            survivors |= Half256(scan, ref Unsafe.Add(ref codes, half * HeadScan.Group), ref Unsafe.Add(ref tails, half), ref Unsafe.Add(ref sums, half)) << half;
        }

        return survivors;
    }

    // Half a block: four sums stay in registers, where eight would not with the weights and the products.
    private static ulong Half256(in HeadScan scan, ref byte codes, ref byte tails, ref int sums)
    {
        Vector256<int> a = default, b = default, c = default, d = default;
        foreach (int weight in scan.Weights)
        {
            Vector256<sbyte> weights = Vector256.Create(weight).AsSByte();
            a += Multiply(Vector256.LoadUnsafe(ref codes), weights);
            b += Multiply(Vector256.LoadUnsafe(ref codes, 32), weights);
            c += Multiply(Vector256.LoadUnsafe(ref codes, 64), weights);
            d += Multiply(Vector256.LoadUnsafe(ref codes, 96), weights);
            codes = ref Unsafe.Add(ref codes, 256);
        }

        a.StoreUnsafe(ref sums);
        b.StoreUnsafe(ref sums, 8);
        c.StoreUnsafe(ref sums, 16);
        d.StoreUnsafe(ref sums, 24);
        return Compare(a, ref tails, scan)
            | Compare(b, ref Unsafe.Add(ref tails, 8), scan) << 8
            | Compare(c, ref Unsafe.Add(ref tails, 16), scan) << 16
            | Compare(d, ref Unsafe.Add(ref tails, 24), scan) << 24;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Multiply(Vector256<byte> codes, Vector256<sbyte> weights) =>
        Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(codes, weights), Vector256<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Compare(Vector256<int> sum, ref byte tails, in HeadScan scan)
    {
        Vector128<byte> eight = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref tails)).AsByte();
        Vector256<int> bound = sum + (Avx2.ConvertToVector256Int32(eight) * scan.TailWeight);
        return Vector256.GreaterThanOrEqual(bound, Vector256.Create(scan.Least)).ExtractMostSignificantBits();
    }

    private static ulong Block128(in HeadScan scan, ref byte codes, ref byte tails, ref int sums)
    {
        ulong survivors = 0;
        for (int first = 0; first < HeadScan.Block; first += 4)
        {
            Vector128<int> sum = default;
            for (int group = 0; group < scan.Weights.Length; group++)
            {
                Vector128<sbyte> four = Vector128.LoadUnsafe(ref codes, (nuint)((group * 256) + (first * HeadScan.Group))).AsSByte();
                sum += Multiply(four, Vector128.Create(scan.Weights[group]).AsSByte());
            }

            sum.StoreUnsafe(ref sums, (nuint)first);
            var tail = Vector128.Create((int)Unsafe.Add(ref tails, first), Unsafe.Add(ref tails, first + 1), Unsafe.Add(ref tails, first + 2), Unsafe.Add(ref tails, first + 3));
            survivors |= (ulong)Vector128.GreaterThanOrEqual(sum + (tail * scan.TailWeight), Vector128.Create(scan.Least)).ExtractMostSignificantBits() << first;
        }

        return survivors;
    }

    // Products of two signed bytes fit 16 bits; two neighbours are added in 32.
    private static Vector128<int> Multiply(Vector128<sbyte> codes, Vector128<sbyte> weights)
    {
        Vector128<int> low = AddNeighbours(Vector128.WidenLower(codes) * Vector128.WidenLower(weights));
        Vector128<int> high = AddNeighbours(Vector128.WidenUpper(codes) * Vector128.WidenUpper(weights));
        return Vector128.Create(low[0] + low[1], low[2] + low[3], high[0] + high[1], high[2] + high[3]);
    }

    private static Vector128<int> AddNeighbours(Vector128<short> products) =>
        Vector128.ShiftRightArithmetic(products.AsInt32(), 16) + Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(products.AsInt32(), 16), 16);

    private static ulong BlockScalar(in HeadScan scan, ref byte codes, ref byte tails, ref int sums)
    {
        ulong survivors = 0;
        ReadOnlySpan<sbyte> weights = MemoryMarshal.Cast<int, sbyte>(scan.Weights);
        for (int entry = 0; entry < HeadScan.Block; entry++)
        {
            int sum = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                sum += Unsafe.Add(ref codes, (i / HeadScan.Group * 256) + (entry * HeadScan.Group) + (i % HeadScan.Group)) * weights[i];
            }

            Unsafe.Add(ref sums, entry) = sum;
            survivors |= sum + (Unsafe.Add(ref tails, entry) * scan.TailWeight) >= scan.Least ? 1UL << entry : 0;
        }

        return survivors;
    }
}
