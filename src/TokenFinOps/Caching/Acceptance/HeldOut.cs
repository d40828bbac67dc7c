namespace TokenFinOps.Caching.Acceptance;

/// <summary>An outcome, as a model scores it that did not know it.</summary>
/// <param name="Score">The log-odds that the answer is right.</param>
/// <param name="Correct">Whether it was.</param>
/// <param name="Weight">What it still counts, 0 to 1.</param>
internal readonly record struct HeldOut(double Score, bool Correct, double Weight);
