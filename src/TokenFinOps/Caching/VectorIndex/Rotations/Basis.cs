using TokenFinOps.Caching.VectorIndex.Kernels;

namespace TokenFinOps.Caching.VectorIndex.Rotations;

/// <summary>Orthonormal directions onto which vectors are projected, the most telling first.</summary>
/// <remarks>
/// With <c>P</c> the directions and <c>y = Px</c>, the Cauchy–Schwarz inequality gives
/// <c>⟨q, x⟩ ≤ ⟨Pq, Px⟩ + ‖q − PᵀPq‖·‖x − PᵀPx‖</c>. That holds for any directions; good ones make it tight.
/// </remarks>
internal sealed class Basis
{
    // 2⁻²⁴: half the distance between 1 and the next float.
    private const double UnitRoundOff = 1.0 / (1 << 24);

    private readonly float[] _rows;
    private readonly KernelWidth _width;

    /// <summary>Takes <paramref name="count"/> padded rows.</summary>
    public Basis(float[] rows, int count, KernelWidth width)
    {
        _rows = rows;
        _width = width;
        Count = count;
        Stride = rows.Length / count;
        double sum = ((Stride / 32) + 8) * UnitRoundOff;
        double skew = Skew();
        NormSlack = (2.2 * sum * Math.Sqrt(count)) + (1.1 * skew) + 1e-6;
        ProductSlack = sum + NormSlack;
    }

    /// <summary>Gets how many directions there are.</summary>
    public int Count { get; }

    /// <summary>Gets the length of a padded row.</summary>
    public int Stride { get; }

    /// <summary>Gets by how much 1 − ‖y‖² may be less than the squared norm of what lies outside the directions.</summary>
    public double NormSlack { get; }

    /// <summary>Gets by how much the rounded product of two unit vectors may exceed the bound that is computed from their rounded projections.</summary>
    public double ProductSlack { get; }

    /// <summary>Projects a padded unit vector.</summary>
    public void Project(ReadOnlySpan<float> vector, Span<float> projected)
    {
        for (int i = 0; i < Count; i++)
        {
            projected[i] = FloatKernel.Dot(Row(i), vector, _width);
        }
    }

    /// <summary>Gets an upper bound of the norm of what lies outside the directions, when inside lies <paramref name="squares"/>.</summary>
    public double Outside(double squares) => Math.Sqrt(Math.Max(0, 1 - squares) + NormSlack);

    private ReadOnlySpan<float> Row(int index) => _rows.AsSpan(index * Stride, Stride);

    // The largest row sum of |PPᵀ − I| bounds its spectral norm.
    private double Skew()
    {
        double largest = 0;
        for (int i = 0; i < Count; i++)
        {
            double sum = 0;
            for (int j = 0; j < Count; j++)
            {
                sum += Math.Abs(ExactProduct(Row(i), Row(j)) - (i == j ? 1 : 0));
            }

            largest = Math.Max(largest, sum);
        }

        return largest;
    }

    private static double ExactProduct(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        (double even, double odd) = (0, 0);
        for (int i = 0; i + 1 < left.Length; i += 2)
        {
            even += (double)left[i] * right[i];
            odd += (double)left[i + 1] * right[i + 1];
        }

        return even + odd;
    }
}
