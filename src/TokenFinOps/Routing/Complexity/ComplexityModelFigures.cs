namespace TokenFinOps.Routing.Complexity;

/// <summary>What is known about a trained model: on what it was trained and how good it is on prompts that it was not fitted on.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ComplexityModelFigures
{
    /// <summary>Gets how many examples it was trained on.</summary>
    public required int Examples { get; init; }

    /// <summary>Gets when it was trained.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>Gets the mean quality of the cheap model on the examples, 0 to 1.</summary>
    public required double CheapQuality { get; init; }

    /// <summary>Gets the mean quality of the strong model on the examples, 0 to 1.</summary>
    public required double BaselineQuality { get; init; }

    /// <summary>
    /// Gets the average performance gap recovered in cross-validation, where 0.5 is a random mix; <see cref="double.NaN"/> where the strong model is not better.
    /// The best of <see cref="Variants"/> on the same folds, so a little too good.
    /// </summary>
    public required double Apgr { get; init; }

    /// <summary>Gets the lower end of the 95 % bootstrap interval of <see cref="Apgr"/>.</summary>
    public required double ApgrLow { get; init; }

    /// <summary>Gets the upper end of the 95 % bootstrap interval of <see cref="Apgr"/>.</summary>
    public required double ApgrHigh { get; init; }

    /// <summary>Gets what sending the longest prompts up recovers on the same examples.</summary>
    public required double LengthApgr { get; init; }

    /// <summary>Gets how many variants were compared to choose this one.</summary>
    public required int Variants { get; init; }
}
