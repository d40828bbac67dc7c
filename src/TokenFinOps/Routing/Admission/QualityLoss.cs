namespace TokenFinOps.Routing.Admission;

/// <summary>Makes promises about quality: <c>QualityLoss.AtMost(0.01, confidence: 0.95)</c>.</summary>
public static class QualityLoss
{
    /// <summary>Promises that answers are on average hardly worse than the strong model's.</summary>
    /// <param name="loss">The most quality that may be lost on average, of a scale from 0 to 1: 0.01 is one point in a hundred.</param>
    /// <param name="confidence">How sure the promise is, between 0 and 1. The default is 0.95.</param>
    /// <returns>The promise, to be calibrated.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="loss"/> or <paramref name="confidence"/> is not between 0 and 1.</exception>
    public static QualityGuarantee AtMost(double loss, double confidence = 0.95) => new(loss, confidence);
}
