using TokenFinOps.Caching.VectorIndex.Kernels;
using TokenFinOps.Caching.VectorIndex.Rotations;
using TokenFinOps.Evaluation.Vectors;

namespace TokenFinOps.Tests.Caching.VectorIndex;

public sealed class RotationTests
{
    [Fact]
    public void Eigenvectors_come_with_the_largest_eigenvalue_first()
    {
        // Eigenvalues 3 and 1 along the diagonals, 2 beside them.
        double[][] vectors = SymmetricEigen.Vectors(new double[,] { { 2, 1, 0 }, { 1, 2, 0 }, { 0, 0, 2 } });

        Assert.Equal(Math.Sqrt(0.5), Math.Abs(vectors[0][0]), 1e-9);
        Assert.Equal(vectors[0][0], vectors[0][1], 1e-9);
        Assert.Equal(1, Math.Abs(vectors[1][2]), 1e-9);
        Assert.Equal(vectors[2][0], -vectors[2][1], 1e-9);
    }

    [Fact]
    public void Dependent_rows_become_orthonormal_all_the_same()
    {
        float[] rows = new float[3 * 16];
        (rows[0], rows[16], rows[32]) = (1, 2, 0);

        Orthonormal.Make(rows, 16);

        Assert.InRange(new Basis(rows, 3, KernelWidth.Scalar).NormSlack, 0, 1e-5);
    }

    [Fact]
    public void The_head_holds_much_of_what_vectors_are_where_no_axis_does()
    {
        Basis basis = Train("clustered", 384).Basis;
        float[] samples = Samples("clustered", 384, 1_000), projected = new float[basis.Count];
        (double turned, double axes) = (0, 0);
        for (int at = 0; at < samples.Length; at += basis.Stride)
        {
            basis.Project(samples.AsSpan(at, basis.Stride), projected);
            turned += Rotation.SumOfSquares(projected.AsSpan(0, 32)) / 1_000;
            axes += Rotation.SumOfSquares(samples.AsSpan(at, 32)) / 1_000;
        }

        // 1^-0.8 + … + 32^-0.8 is 47 % of the sum to 384: the best that 32 directions of the population do; a sample's do better on it.
        Assert.InRange(turned, 0.46, 1);
        Assert.InRange(axes, 0, 0.2);
    }

    [Fact]
    public void A_flat_spectrum_gets_a_longer_head() =>
        Assert.True(HeadOf(decay: 0.2) > HeadOf(decay: 1.5));

    [Theory]
    [InlineData(32)]
    [InlineData(70)]
    [InlineData(200)]
    public void Head_and_middle_fit_into_any_dimensions(int dimensions)
    {
        Rotation rotation = Train("random", dimensions);

        Assert.InRange(rotation.Head.Count + rotation.Middle.Count, 8, dimensions);
        Assert.Equal(0, rotation.Head.Count % HeadScan.Group);
    }

    private static Rotation Train(string kind, int dimensions) =>
        new RotationTrainer(dimensions, 0.9f, 1, KernelWidths.Widest).Train(Samples(kind, dimensions, 1_000));

    private static float[] Samples(string kind, int dimensions, int count)
    {
        VectorSet set = new VectorGenerator(kind, dimensions, 7).Make(count, 1);
        int stride = FloatKernel.Stride(dimensions);
        float[] samples = new float[count * stride];
        for (int i = 0; i < count; i++)
        {
            set.Entry(i).CopyTo(samples.AsSpan(i * stride));
        }

        return samples;
    }

    private static int HeadOf(double decay)
    {
        const int Directions = 192;
        var random = new Random(8);
        float[] rows = new float[600 * Directions];
        for (int at = 0; at < rows.Length; at += Directions)
        {
            for (int i = 0; i < Directions; i++)
            {
                rows[at + i] = (float)((random.NextDouble() - 0.5) * Math.Pow(i + 1, -decay / 2));
            }

            float length = (float)Math.Sqrt(Rotation.SumOfSquares(rows.AsSpan(at, Directions)));
            Array.ForEach([.. Enumerable.Range(at, Directions)], i => rows[i] /= length);
        }

        return RotationSizing.Choose(rows, Directions, Directions, 0.7f).Head;
    }
}
