namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>What is known of a trained cascade: on what it was trained, and how it does on examples that it was not fitted on.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record CascadeModelFigures
{
    /// <summary>Gets how many examples it was trained on.</summary>
    public required int Examples { get; init; }

    /// <summary>Gets the quality in cross-validation, as a share of the dear deployment's; <see cref="double.NaN"/> where nothing could be proved.</summary>
    public required double QualityRatio { get; init; }

    /// <summary>Gets the cost in cross-validation, as a share of what the dear deployment alone costs; <see cref="double.NaN"/> where nothing could be proved.</summary>
    public required double CostRatio { get; init; }

    /// <summary>Gets the share of a dear call's mean cost that a point of quality (a hundredth) must save at least to be given up; <see cref="double.NaN"/> where nothing could be proved.</summary>
    public required double Price { get; init; }
}
