namespace TokenFinOps.Caching.Acceptance;

/// <summary>A logistic regression with a slight ridge, by Newton's method on standardised features.</summary>
internal static class LogisticFit
{
    private const double Ridge = 1;
    private const int Steps = 12;
    private const double Enough = 1e-4;

    /// <summary>Fits the coefficients, the first of which is the constant's.</summary>
    /// <param name="rows">The standardised features of every outcome, the constant first, one row after the other.</param>
    /// <param name="correct">Whether the answer was right.</param>
    /// <param name="weights">What the outcome counts; 0 leaves it out.</param>
    /// <param name="coefficients">Where to start, and the result.</param>
    public static void Fit(ReadOnlySpan<double> rows, ReadOnlySpan<bool> correct, ReadOnlySpan<double> weights, Span<double> coefficients)
    {
        int width = coefficients.Length;
        double[] hessian = new double[width * width];
        double[] step = new double[width];
        for (int iteration = 0; iteration < Steps; iteration++)
        {
            Gather(rows, correct, weights, coefficients, hessian, step);
            Solve(hessian, step);
            double largest = 0;
            foreach (double each in step)
            {
                largest = Math.Max(largest, Math.Abs(each));
            }

            double scale = largest > 2 ? 2 / largest : 1;
            for (int i = 0; i < width; i++)
            {
                coefficients[i] += step[i] * scale;
            }

            if (largest < Enough)
            {
                return;
            }
        }
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void Gather(ReadOnlySpan<double> rows, ReadOnlySpan<bool> correct, ReadOnlySpan<double> weights, ReadOnlySpan<double> coefficients, double[] hessian, double[] gradient)
    {
        int width = coefficients.Length;
        Array.Clear(hessian);
        for (int i = 0; i < width; i++)
        {
            // The constant is hardly held: what is right in nine of ten cases is no reason to shrink.
            double ridge = i == 0 ? Ridge / 100 : Ridge;
            hessian[(i * width) + i] = ridge;
            gradient[i] = -ridge * coefficients[i];
        }

        for (int row = 0; row < correct.Length; row++)
        {
            double weight = weights[row];
            if (weight == 0)
            {
                continue;
            }

            ReadOnlySpan<double> x = rows.Slice(row * width, width);
            double z = 0;
            for (int i = 0; i < width; i++)
            {
                z += x[i] * coefficients[i];
            }

            double p = Sigmoid(z);
            double error = weight * ((correct[row] ? 1 : 0) - p);
            double curvature = weight * p * (1 - p);
            for (int i = 0; i < width; i++)
            {
                gradient[i] += error * x[i];
                double xi = curvature * x[i];
                for (int j = 0; j <= i; j++)
                {
                    hessian[(i * width) + j] += xi * x[j];
                }
            }
        }
    }

    // Cholesky in place; the ridge keeps it positive.
    private static void Solve(double[] matrix, double[] vector)
    {
        int width = vector.Length;
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[(i * width) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= matrix[(i * width) + k] * matrix[(j * width) + k];
                }

                matrix[(i * width) + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / matrix[(j * width) + j];
            }
        }

        for (int i = 0; i < width; i++)
        {
            for (int k = 0; k < i; k++)
            {
                vector[i] -= matrix[(i * width) + k] * vector[k];
            }

            vector[i] /= matrix[(i * width) + i];
        }

        for (int i = width - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < width; k++)
            {
                vector[i] -= matrix[(k * width) + i] * vector[k];
            }

            vector[i] /= matrix[(i * width) + i];
        }
    }
}
