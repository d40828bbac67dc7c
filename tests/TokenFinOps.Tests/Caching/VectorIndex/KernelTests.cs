using CsCheck;
using TokenFinOps.Caching.VectorIndex.Kernels;

namespace TokenFinOps.Tests.Caching.VectorIndex;

/// <summary>Every width gives the same bits.</summary>
public sealed class KernelTests
{
    private static readonly Gen<(int Size, int Seed)> Case = Gen.Select(Gen.Int[1, 40], Gen.Int[0, 1_000_000]);

    [Fact]
    public void Floats_are_summed_in_one_order_at_every_width() =>
        Case.Sample((size, seed) =>
        {
            var random = new Random(seed);
            float[] left = Floats(random, 16 * size), right = Floats(random, 16 * size);

            float[] products = [.. KernelWidths.Supported.Select(width => FloatKernel.Dot(left, right, width))];

            Assert.All(products, product => Assert.Equal(products[0], product));
        }, seed: "0000000000a1");

    [Fact]
    public void Four_products_at_once_are_the_four_products() =>
        Case.Sample((size, seed) =>
        {
            var random = new Random(seed);
            float[] row = Floats(random, 16 * size), four = Floats(random, 64 * size), products = new float[4];
            foreach (KernelWidth width in KernelWidths.Supported)
            {
                FloatKernel.DotFour(row, four, products, width);

                Assert.Equal([.. Enumerable.Range(0, 4).Select(i => FloatKernel.Dot(row, four.AsSpan(i * row.Length, row.Length), width))], products);
            }
        }, seed: "0000000000a1");

    [Fact]
    public void Codes_at_their_limits_do_not_saturate()
    {
        byte[] codes = [.. Enumerable.Repeat((byte)127, 64)];
        sbyte[] weights = [.. Enumerable.Repeat((sbyte)-127, 64)];

        Assert.All(KernelWidths.Supported, width => Assert.Equal(64 * 127 * -127, CodeKernel.Dot(codes, weights, width)));
    }

    [Fact]
    public void Rows_of_codes_are_multiplied_exactly() =>
        Case.Sample((size, seed) =>
        {
            var random = new Random(seed);
            byte[] codes = [.. Enumerable.Range(0, 32 * size).Select(_ => (byte)random.Next(128))];
            sbyte[] weights = [.. Enumerable.Range(0, 32 * size).Select(_ => (sbyte)random.Next(-127, 128))];
            int exact = codes.Zip(weights, static (code, weight) => code * weight).Sum();

            Assert.All(KernelWidths.Supported, width => Assert.Equal(exact, CodeKernel.Dot(codes, weights, width)));
        }, seed: "0000000000a1");

    [Fact]
    public void A_scan_of_heads_finds_the_same_products_and_survivors_at_every_width() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 1_000_000]).Sample((groups, seed) =>
        {
            const int Blocks = 3;
            const int Entries = Blocks * HeadScan.Block;
            var random = new Random(seed);
            byte[] codes = [.. Enumerable.Range(0, Entries * groups * HeadScan.Group).Select(_ => (byte)random.Next(1, 128))];
            byte[] tails = [.. Enumerable.Range(0, Entries).Select(_ => (byte)random.Next(256))];
            int[] weights = [.. Enumerable.Range(0, groups).Select(_ => random.Next(int.MinValue, int.MaxValue) | 0x01010101)];
            int least = random.Next(-20_000, 60_000);
            var results = new List<(int[] Products, ulong[] Survivors)>();
            foreach (KernelWidth width in KernelWidths.Supported)
            {
                (int[] products, ulong[] survivors) = (new int[Entries], new ulong[Blocks]);
                var scan = new HeadScan { Codes = codes, Tails = tails, Weights = weights, TailWeight = 300, Least = least };
                HeadKernel.Scan(scan, Blocks, products, survivors, width);
                results.Add((products, survivors));
            }

            Assert.All(results, result => Assert.Equal(results[0].Products, result.Products));
            Assert.All(results, result => Assert.Equal(results[0].Survivors, result.Survivors));
        }, seed: "0000000000a1");

    private static float[] Floats(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
