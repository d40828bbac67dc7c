using TokenFinOps.Caching.VectorIndex.Rotations;

namespace TokenFinOps.Caching.VectorIndex.Search;

/// <summary>One run of a query's coordinates as weights for the codes of entries, and what that leaves over.</summary>
internal readonly struct QueryCode
{
    private const double LeastScale = 1e-7;

    private QueryCode(double scale, double constant, double error)
    {
        Scale = scale;
        Constant = constant;
        Error = error;
    }

    /// <summary>Gets what one of the summed products is worth.</summary>
    public double Scale { get; }

    /// <summary>Gets what is added to the sum.</summary>
    public double Constant { get; }

    /// <summary>Gets the norm of what the rounding of the weights leaves over, in units of codes.</summary>
    public double Error { get; }

    /// <summary>Rounds the coordinates of a query to weights; weights beyond the coordinates are 0.</summary>
    public static QueryCode Of(ReadOnlySpan<float> projected, CodeGrid grid, Span<sbyte> weights)
    {
        weights.Clear();
        double largest = 0, constant = 0, errors = 0;
        for (int i = 0; i < grid.Count; i++)
        {
            double coordinate = projected[grid.First + i];
            constant += coordinate * grid.Centre[i];
            largest = Math.Max(largest, Math.Abs(coordinate * grid.Step[i]));
        }

        double scale = Math.Max(LeastScale, largest / sbyte.MaxValue);
        int sum = 0;
        for (int i = 0; i < grid.Count; i++)
        {
            double exact = (double)projected[grid.First + i] * grid.Step[i];
            int weight = (int)Math.Clamp(Math.Round(exact / scale), -sbyte.MaxValue, sbyte.MaxValue);
            double error = exact - (weight * scale);
            errors += error * error;
            sum += weight;
            weights[i] = (sbyte)weight;
        }

        return new QueryCode(scale, constant - (scale * CodeGrid.Zero * sum), Math.Sqrt(errors));
    }
}
