namespace TokenFinOps.Evaluation.Routing;

/// <summary>What became of a promise in one split.</summary>
/// <param name="IsRefused">Nothing could be promised, so every prompt went to the strong model.</param>
/// <param name="RealisedLoss">The quality lost on the rest of the data.</param>
/// <param name="PopulationLoss">The quality lost on all prompts that the scorer was not trained on: with those it was calibrated on, so the nearest to the average that is promised.</param>
/// <param name="CheapShare">The share of the rest that the cheap model answered.</param>
internal sealed record SplitOutcome(bool IsRefused, double RealisedLoss, double PopulationLoss, double CheapShare)
{
    /// <summary>Gets what the rest cost, as a share of the bill if the strong model had answered all.</summary>
    public required double CostRatio { get; init; }
}
