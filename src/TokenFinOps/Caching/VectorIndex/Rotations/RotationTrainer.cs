using System.Numerics.Tensors;
using TokenFinOps.Caching.VectorIndex.Kernels;

namespace TokenFinOps.Caching.VectorIndex.Rotations;

/// <summary>
/// Learns a rotation from a sample: the leading eigenvectors of its second moment (principal components, uncentred) by subspace
/// iteration with a Rayleigh–Ritz step (Golub and Van Loan, Matrix Computations, §8.2). Directions that have not converged cost
/// speed, never exactness.
/// </summary>
/// <param name="dimensions">The length of the vectors.</param>
/// <param name="expectedThreshold">The threshold for which head and middle are sized.</param>
/// <param name="seed">The seed of the directions from which the iteration starts.</param>
/// <param name="width">The kernels' width.</param>
internal sealed class RotationTrainer(int dimensions, float expectedThreshold, int seed, KernelWidth width)
{
    private const int Iterations = 6;
    private const int MostDirections = 192;

    /// <summary>The least number of dimensions for which codes are worth their memory.</summary>
    public const int LeastDimensions = 32;

    /// <summary>Learns from padded unit vectors.</summary>
    public Rotation Train(ReadOnlySpan<float> samples)
    {
        int stride = FloatKernel.Stride(dimensions), count = samples.Length / stride;
        int directions = Math.Min(MostDirections, dimensions / HeadScan.Group * HeadScan.Group);
        float[] rows = Iterate(SecondMoment.Of(samples, stride), stride, directions);
        float[] projected = new float[count * directions];
        var all = new Basis(rows, directions, width);
        for (int i = 0; i < count; i++)
        {
            all.Project(samples.Slice(i * stride, stride), projected.AsSpan(i * directions, directions));
        }

        (int head, int middle) = RotationSizing.Choose(projected, directions, dimensions, expectedThreshold);
        var basis = new Basis(rows[..((head + middle) * stride)], head + middle, width);
        return new Rotation(basis, new CodeGrid(projected, directions, 0, head), new CodeGrid(projected, directions, head, middle));
    }

    private float[] Iterate(float[] moment, int stride, int directions)
    {
        float[] rows = StartingRows(stride, directions), next = new float[rows.Length];
        for (int i = 0; i < Iterations; i++)
        {
            Multiply(rows, moment, stride, next);
            (rows, next) = (next, rows);
            Orthonormal.Make(rows, stride);
        }

        Multiply(rows, moment, stride, next);
        double[,] inside = new double[directions, directions];
        for (int i = 0; i < directions; i++)
        {
            for (int j = 0; j < directions; j++)
            {
                inside[i, j] = TensorPrimitives.Dot<float>(rows.AsSpan(i * stride, stride), next.AsSpan(j * stride, stride));
            }
        }

        float[] turned = Turn(rows, stride, SymmetricEigen.Vectors(inside));
        Orthonormal.Make(turned, stride);
        return turned;
    }

    private float[] StartingRows(int stride, int directions)
    {
        var random = new Random(seed);
        float[] rows = new float[directions * stride];
        for (int i = 0; i < directions; i++)
        {
            foreach (ref float value in rows.AsSpan(i * stride, dimensions))
            {
                value = random.NextSingle() - 0.5f;
            }
        }

        Orthonormal.Make(rows, stride);
        return rows;
    }

    // The moment is symmetric: its rows are its columns.
    private static void Multiply(float[] rows, float[] moment, int stride, float[] products)
    {
        for (int i = 0; i < rows.Length; i += stride)
        {
            for (int j = 0; j < stride; j++)
            {
                products[i + j] = TensorPrimitives.Dot<float>(rows.AsSpan(i, stride), moment.AsSpan(j * stride, stride));
            }
        }
    }

    private static float[] Turn(float[] rows, int stride, double[][] vectors)
    {
        float[] turned = new float[rows.Length];
        for (int i = 0; i < vectors.Length; i++)
        {
            Span<float> target = turned.AsSpan(i * stride, stride);
            for (int j = 0; j < vectors.Length; j++)
            {
                TensorPrimitives.MultiplyAdd(rows.AsSpan(j * stride, stride), (float)vectors[i][j], target, target);
            }
        }

        return turned;
    }
}
