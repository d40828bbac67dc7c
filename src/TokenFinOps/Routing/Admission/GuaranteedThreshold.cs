namespace TokenFinOps.Routing.Admission;

/// <summary>The highest score up to which the cheap model may answer without breaking a promise, or a refusal.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record GuaranteedThreshold
{
    /// <summary>Gets the highest score that the cheap model may answer; negative infinity where nothing can be promised.</summary>
    public required double Threshold { get; init; }

    /// <summary>Gets the upper confidence bound of the mean loss at the threshold: of the average, or of the requests to come that it is promised of.</summary>
    public required double LossBound { get; init; }

    /// <summary>Gets the mean loss at the threshold on the examples; negative where the cheap model's answers were better.</summary>
    public required double MeanLoss { get; init; }

    /// <summary>Gets the share of prompts that the cheap model is expected to answer, 0 to 1.</summary>
    public required double CheapShare { get; init; }

    /// <summary>Gets how many examples it was calibrated on.</summary>
    public required int Examples { get; init; }

    /// <summary>Gets a value indicating whether nothing can be promised: every prompt must go to the strong model.</summary>
    public bool IsRefused => double.IsNegativeInfinity(Threshold);

    /// <summary>Gets whether the cheap model may answer a prompt.</summary>
    /// <param name="score">The prompt's score.</param>
    /// <returns><see langword="true"/> where it may.</returns>
    public bool Accepts(double score) => score <= Threshold;
}
