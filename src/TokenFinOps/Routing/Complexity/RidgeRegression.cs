using System.Numerics.Tensors;

namespace TokenFinOps.Routing.Complexity;

/// <summary>
/// Fits linear weights to targets by least squares with an L2 penalty. The normal equations are solved by conjugate gradients, so the result is the same every time.
/// </summary>
internal sealed class RidgeRegression
{
    private const int MinimumDocuments = 2;
    private const int MaxIterations = 60;
    private const double Precision = 1e-3;

    // How freely features other than terms are used, and how much rare terms are favoured: 0 not at all, 1 by their inverse document frequency.
    private const double FeatureScale = 0.03;
    private const double Rarity = 0.5;

    private readonly FeatureTable _table;
    private readonly int[] _rows;
    private readonly double[] _termScale;
    private readonly double[] _mean = new double[PromptCounts.Features];
    private readonly double[] _deviation = new double[PromptCounts.Features];
    private readonly float[] _dense;
    private readonly double[] _inverseNorm;
    private readonly int _columns;

    public RidgeRegression(FeatureTable table, int[] rows)
    {
        _table = table;
        _rows = rows;
        _termScale = TermScale();
        _columns = _termScale.Length + PromptCounts.Features;
        _inverseNorm = [.. rows.Select(row => 1 / Math.Sqrt(Math.Max(1, table.Terms(row).Length)))];
        _dense = Standardise();
    }

    /// <summary>Fits.</summary>
    /// <param name="targets">A target for every row of the table; those of other rows are not looked at.</param>
    /// <param name="penalty">The L2 penalty.</param>
    /// <param name="solution">Where the search starts; it ends with the solution.</param>
    public LinearWeights Fit(ReadOnlySpan<double> targets, double penalty, double[]? solution = null)
    {
        double mean = 0;
        foreach (int row in _rows)
        {
            mean += targets[row] / _rows.Length;
        }

        double[] residual = new double[_rows.Length];
        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] = targets[_rows[i]] - mean;
        }

        solution ??= new double[_columns];
        Solve(residual, penalty, solution);
        return Weights(mean, solution);
    }

    /// <summary>Gets where the first search starts.</summary>
    public double[] Origin() => new double[_columns];

    // Conjugate gradients for (X'X + penalty) w = X'y, from w as it stands; X'X is never formed (Björck 1996, CGLS).
    private void Solve(double[] residual, double penalty, double[] w)
    {
        double[] fitted = new double[residual.Length];
        Multiply(w, fitted);
        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] -= fitted[i];
        }

        double[] gradient = new double[_columns];
        double[] direction = new double[_columns];
        MultiplyTransposed(residual, gradient);
        AddScaled(gradient, -penalty, w);
        Array.Copy(gradient, direction, _columns);
        double norm = Dot(gradient, gradient);
        double enough = norm * Precision * Precision;
        for (int iteration = 0; iteration < MaxIterations && norm > enough && norm > 0; iteration++)
        {
            Multiply(direction, fitted);
            double step = norm / (Dot(fitted, fitted) + (penalty * Dot(direction, direction)));
            AddScaled(w, step, direction);
            AddScaled(residual, -step, fitted);
            MultiplyTransposed(residual, gradient);
            AddScaled(gradient, -penalty, w);
            double next = Dot(gradient, gradient);
            double turn = next / norm;
            for (int column = 0; column < _columns; column++)
            {
                direction[column] = gradient[column] + (turn * direction[column]);
            }

            norm = next;
        }
    }

    private void Multiply(double[] w, double[] result)
    {
        int terms = _termScale.Length;
        double[] scaled = new double[terms];
        TensorPrimitives.Multiply(w.AsSpan(0, terms), _termScale, scaled);
        for (int i = 0; i < result.Length; i++)
        {
            double sum = 0;
            foreach (int term in _table.Terms(_rows[i]))
            {
                sum += scaled[term];
            }

            sum *= _inverseNorm[i];
            ReadOnlySpan<float> dense = _dense.AsSpan(i * PromptCounts.Features, PromptCounts.Features);
            for (int feature = 0; feature < dense.Length; feature++)
            {
                sum += dense[feature] * w[terms + feature];
            }

            result[i] = sum;
        }
    }

    private void MultiplyTransposed(double[] values, double[] result)
    {
        Array.Clear(result);
        int terms = _termScale.Length;
        for (int i = 0; i < values.Length; i++)
        {
            double share = values[i] * _inverseNorm[i];
            foreach (int term in _table.Terms(_rows[i]))
            {
                result[term] += share;
            }

            ReadOnlySpan<float> dense = _dense.AsSpan(i * PromptCounts.Features, PromptCounts.Features);
            for (int feature = 0; feature < dense.Length; feature++)
            {
                result[terms + feature] += dense[feature] * values[i];
            }
        }

        TensorPrimitives.Multiply(result.AsSpan(0, terms), _termScale, result.AsSpan(0, terms));
    }

    private LinearWeights Weights(double mean, double[] w)
    {
        int terms = _termScale.Length;
        float[] termWeights = new float[terms];
        for (int term = 0; term < terms; term++)
        {
            termWeights[term] = (float)(w[term] * _termScale[term]);
        }

        float[] featureWeights = new float[PromptCounts.Features];
        double bias = mean;
        for (int feature = 0; feature < featureWeights.Length; feature++)
        {
            double weight = w[terms + feature] * FeatureScale / _deviation[feature];
            featureWeights[feature] = (float)weight;
            bias -= weight * _mean[feature];
        }

        return new LinearWeights((float)bias, termWeights, featureWeights);
    }

    private double[] TermScale()
    {
        int[] documents = new int[1 << _table.Bits];
        foreach (int row in _rows)
        {
            foreach (int term in _table.Terms(row))
            {
                documents[term]++;
            }
        }

        double[] scale = [.. documents.Select(count => count < MinimumDocuments ? 0 : Math.Pow(Math.Log(1 + ((double)_rows.Length / count)), Rarity))];
        double squares = 0;
        for (int term = 0; term < scale.Length; term++)
        {
            squares += documents[term] * scale[term] * scale[term];
        }

        // A term that occurs has a scale of 1 on average, so that one grid of penalties suits every rarity.
        double mean = Math.Sqrt(squares / Math.Max(1, documents.Sum(static count => (long)count)));
        return mean > 0 ? [.. scale.Select(each => each / mean)] : scale;
    }

    private float[] Standardise()
    {
        foreach (int row in _rows)
        {
            ReadOnlySpan<float> features = _table.Features(row);
            for (int feature = 0; feature < features.Length; feature++)
            {
                _mean[feature] += features[feature] / _rows.Length;
            }
        }

        foreach (int row in _rows)
        {
            ReadOnlySpan<float> features = _table.Features(row);
            for (int feature = 0; feature < features.Length; feature++)
            {
                double difference = features[feature] - _mean[feature];
                _deviation[feature] += difference * difference / _rows.Length;
            }
        }

        for (int feature = 0; feature < _deviation.Length; feature++)
        {
            _deviation[feature] = Math.Sqrt(_deviation[feature]) is > 1e-6 and var deviation ? deviation : double.PositiveInfinity;
        }

        float[] dense = new float[_rows.Length * PromptCounts.Features];
        for (int i = 0; i < _rows.Length; i++)
        {
            ReadOnlySpan<float> features = _table.Features(_rows[i]);
            for (int feature = 0; feature < features.Length; feature++)
            {
                dense[(i * PromptCounts.Features) + feature] = (float)(FeatureScale * (features[feature] - _mean[feature]) / _deviation[feature]);
            }
        }

        return dense;
    }

    private static double Dot(double[] left, double[] right) => TensorPrimitives.Dot(left, right);

    private static void AddScaled(double[] to, double factor, double[] values) =>
        TensorPrimitives.MultiplyAdd(values, factor, to, to);
}
