namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>A linear function for each pattern of agreement, and one for all patterns that are too rare for their own. Immutable and thread-safe.</summary>
/// <remarks>Weights stand for the features in order, the last one for the constant.</remarks>
internal sealed record PatternRegression(IReadOnlyDictionary<string, double[]> ByPattern, double[] Common)
{
    private const int FewestExamples = 100;

    // Of standardised features: what some hundred examples say counts, what a few say does not.
    private const double Penalty = 100;

    public double Predict(string pattern, ReadOnlySpan<double> features)
    {
        double[] weights = ByPattern.GetValueOrDefault(pattern, Common);
        double sum = weights[^1];
        for (int i = 0; i < features.Length; i++)
        {
            sum += weights[i] * features[i];
        }

        return sum;
    }

    /// <summary>Fits least squares with an L2 penalty.</summary>
    /// <param name="rows">Which examples are fitted on.</param>
    /// <param name="patterns">The pattern of every example.</param>
    /// <param name="features">The features of every example.</param>
    /// <param name="targets">The target of every example.</param>
    public static PatternRegression Fit(int[] rows, string[] patterns, double[][] features, double[] targets)
    {
        Dictionary<string, double[]> byPattern = rows.GroupBy(row => patterns[row])
            .Where(static pattern => pattern.Count() >= FewestExamples)
            .ToDictionary(static pattern => pattern.Key, pattern => Solve([.. pattern], features, targets));
        return new PatternRegression(byPattern, Solve(rows, features, targets));
    }

    private static double[] Solve(int[] rows, double[][] features, double[] targets)
    {
        int count = features[rows[0]].Length;
        double[] mean = [.. Enumerable.Range(0, count).Select(i => rows.Average(row => features[row][i]))];
        double[] deviation = [.. Enumerable.Range(0, count).Select(i => Math.Sqrt(rows.Average(row => Square(features[row][i] - mean[i]))))];
        double all = rows.Average(row => targets[row]);
        double[,] left = new double[count, count];
        double[] right = new double[count];
        double[] standard = new double[count];
        foreach (int row in rows)
        {
            for (int i = 0; i < count; i++)
            {
                standard[i] = deviation[i] > 1e-9 ? (features[row][i] - mean[i]) / deviation[i] : 0;
                right[i] += standard[i] * (targets[row] - all);
                for (int j = 0; j <= i; j++)
                {
                    left[i, j] += standard[i] * standard[j];
                }
            }
        }

        for (int i = 0; i < count; i++)
        {
            left[i, i] += Penalty;
        }

        Cholesky(left, right);
        double[] weights = [.. right.Select((weight, i) => deviation[i] > 1e-9 ? weight / deviation[i] : 0), all];
        for (int i = 0; i < count; i++)
        {
            weights[^1] -= weights[i] * mean[i];
        }

        return weights;
    }

    // Solves in place; the penalty makes the matrix positive definite.
    private static void Cholesky(double[,] matrix, double[] vector)
    {
        int count = vector.Length;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= matrix[i, k] * matrix[j, k];
                }

                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }

            for (int k = 0; k < i; k++)
            {
                vector[i] -= matrix[i, k] * vector[k];
            }

            vector[i] /= matrix[i, i];
        }

        for (int i = count - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < count; k++)
            {
                vector[i] -= matrix[k, i] * vector[k];
            }

            vector[i] /= matrix[i, i];
        }
    }

    private static double Square(double value) => value * value;
}
