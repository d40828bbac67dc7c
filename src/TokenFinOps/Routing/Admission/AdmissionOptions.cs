namespace TokenFinOps.Routing.Admission;

/// <summary>When a cheap model may be used at all.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record AdmissionOptions
{
    /// <summary>Gets the fewest examples that are judged by; with fewer nothing is admitted. The default is 50.</summary>
    public int MinimumExamples { get; init; } = 50;

    /// <summary>Gets the least that the cheap model's quality must be, as a share of the strong one's. The default is 0.7.</summary>
    public double MinimumQualityRatio { get; init; } = 0.7;

    /// <summary>Gets what a cheap call costs as a share of a strong one. The default is 0.05: one to twenty.</summary>
    public double PriceRatio { get; init; } = 0.05;

    /// <summary>Gets the share of the strong model's quality that routing is to keep. The default is 0.95.</summary>
    public double TargetQuality { get; init; } = 0.95;

    /// <summary>Gets the least share of a random mix's bill that the scorer must save at the target quality. The default is 0.1.</summary>
    public double MinimumSaving { get; init; } = 0.1;

    /// <summary>Gets how sure it must be that a scorer is better than chance, or that the cheap model alone keeps the quality, 0 to 1. The default is 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Gets the seed of the bootstrap. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    internal void Validate()
    {
        if (MinimumExamples < 1)
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(MinimumExamples)} is {MinimumExamples}; use 1 or more, better 50."));
        }

        if (MinimumQualityRatio is not (>= 0 and <= 1) || PriceRatio is not (>= 0 and <= 1) || TargetQuality is not (> 0 and <= 1)
            || MinimumSaving is not (>= 0 and < 1) || Confidence is not (> 0 and < 1))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The ratios, qualities, savings and the confidence of the admission test must all lie between 0 and 1: {this}."));
        }
    }
}
