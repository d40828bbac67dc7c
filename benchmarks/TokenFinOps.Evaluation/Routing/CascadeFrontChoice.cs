namespace TokenFinOps.Evaluation.Routing;

/// <summary>Where two thresholds lie, and what they do to the questions that they were chosen on.</summary>
/// <param name="AloneShare">The share of questions, those with the lowest scores, that one cheap model answers alone.</param>
/// <param name="DirectShare">The share of questions, those with the highest scores, that the dear model answers at once.</param>
/// <param name="QualityRatio">The quality, as a share of the dear model's.</param>
/// <param name="QualityLow">What it is at least, as sure as was asked.</param>
/// <param name="CostRatio">The cost, as a share of the dear model's.</param>
internal sealed record CascadeFrontChoice(double AloneShare, double DirectShare, double QualityRatio, double QualityLow, double CostRatio);
