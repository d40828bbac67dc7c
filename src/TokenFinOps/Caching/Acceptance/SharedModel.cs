using System.Numerics.Tensors;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>The chance that an answer is right, by its features: one model for all entries. Immutable.</summary>
/// <remarks>
/// Two halves of the outcomes each fit a model that scores the other half, so that no outcome is judged by a model that knew it; what is asked now is scored by the mean of both.
/// </remarks>
internal sealed class SharedModel
{
    private const int Width = CandidateFeatures.Count;

    private readonly double[] _coefficients;

    private SharedModel(double[] coefficients) => _coefficients = coefficients;

    /// <summary>Gets the log-odds that the answer is right.</summary>
    public double Score(ReadOnlySpan<double> features) => TensorPrimitives.Dot(features, _coefficients);

    /// <summary>Fits the model.</summary>
    /// <param name="features">The features of the outcomes, the oldest first; they are standardised in place.</param>
    /// <param name="correct">Whether the answers were right.</param>
    /// <param name="weights">What the outcomes count, above 0 to 1.</param>
    /// <returns>The model, and the outcomes as it scores them held out.</returns>
    public static (SharedModel Model, HeldOut[] Outcomes) Fit(double[] features, bool[] correct, double[] weights)
    {
        (double[] means, double[] deviations) = Standardise(features, weights);
        double[] odd = FitHalf(features, correct, weights, 1);
        double[] even = FitHalf(features, correct, weights, 0);
        var outcomes = new HeldOut[correct.Length];
        for (int i = 0; i < outcomes.Length; i++)
        {
            double score = TensorPrimitives.Dot(features.AsSpan(i * Width, Width), i % 2 == 0 ? odd : even);
            outcomes[i] = new HeldOut(score, correct[i], weights[i]);
        }

        return (new SharedModel(Raw(odd, even, means, deviations)), outcomes);
    }

    private static double[] FitHalf(double[] features, bool[] correct, double[] weights, int half)
    {
        double[] own = [.. weights];
        for (int i = 1 - half; i < own.Length; i += 2)
        {
            own[i] = 0;
        }

        double[] coefficients = new double[Width];
        LogisticFit.Fit(features, correct, own, coefficients);
        return coefficients;
    }

    private static (double[] Means, double[] Deviations) Standardise(double[] features, double[] weights)
    {
        double[] means = new double[Width];
        double[] deviations = new double[Width];
        double total = TensorPrimitives.Sum(weights);
        for (int feature = 1; feature < Width; feature++)
        {
            (double sum, double squares) = (0, 0);
            for (int i = 0; i < weights.Length; i++)
            {
                double value = features[(i * Width) + feature];
                sum += weights[i] * value;
                squares += weights[i] * value * value;
            }

            means[feature] = sum / total;
            double deviation = Math.Sqrt(Math.Max(0, (squares / total) - (means[feature] * means[feature])));

            // What never varied says nothing, and must not say anything once it does.
            deviations[feature] = deviation > 1e-6 ? deviation : double.PositiveInfinity;
            for (int i = 0; i < weights.Length; i++)
            {
                ref double value = ref features[(i * Width) + feature];
                value = (value - means[feature]) / deviations[feature];
            }
        }

        return (means, deviations);
    }

    private static double[] Raw(double[] one, double[] other, double[] means, double[] deviations)
    {
        double[] raw = new double[Width];
        raw[0] = (one[0] + other[0]) / 2;
        for (int i = 1; i < Width; i++)
        {
            raw[i] = (one[i] + other[i]) / 2 / deviations[i];
            raw[0] -= raw[i] * means[i];
        }

        return raw;
    }
}
