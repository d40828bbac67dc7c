namespace TokenFinOps.Routing.Complexity;

/// <summary>A linear function of a prompt's features: <c>bias + Σ terms ÷ √(number of terms) + Σ features</c>.</summary>
internal sealed record LinearWeights(float Bias, float[] Terms, float[] Features)
{
    public double Score(ReadOnlySpan<int> terms, ReadOnlySpan<float> features)
    {
        float sum = 0;
        foreach (int term in terms)
        {
            sum += Terms[term];
        }

        float score = Bias + (sum / MathF.Sqrt(Math.Max(1, terms.Length)));
        for (int feature = 0; feature < Features.Length; feature++)
        {
            score += Features[feature] * features[feature];
        }

        return score;
    }

    /// <summary>Adds a slope in one feature that leaves the mean score as it is.</summary>
    public LinearWeights WithSlope(int feature, double slope, double mean)
    {
        float[] features = [.. Features];
        features[feature] += (float)slope;
        return this with { Bias = Bias - (float)(slope * mean), Features = features };
    }
}
