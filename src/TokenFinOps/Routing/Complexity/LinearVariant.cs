namespace TokenFinOps.Routing.Complexity;

/// <summary>One way to fit a model.</summary>
/// <param name="Rarity">How much rare terms are favoured: 0 not at all, 1 by their inverse document frequency.</param>
/// <param name="FeatureScale">How freely features other than terms are used.</param>
/// <param name="Penalty">The L2 penalty.</param>
/// <param name="FailureWeight">How much of "the cheap model fails" is added to "the strong model gains": its noise is lower, its meaning a little off.</param>
/// <param name="WorkloadShare">How much of a prompt's target is the mean of its workload instead of its own: less noise, fewer differences.</param>
internal readonly record struct LinearVariant(double Rarity, double FeatureScale, double Penalty, double FailureWeight, double WorkloadShare)
{
    public static ReadOnlySpan<double> Rarities => [0, 1];

    public static ReadOnlySpan<double> FeatureScales => [0.03, 0.1];

    // From strong to weak: each fit starts where the one before it ended.
    public static ReadOnlySpan<double> Penalties => [30, 10, 3, 1];

    public static ReadOnlySpan<double> FailureWeights => [0, 0.1, 0.25, 0.5];

    // Without workloads only the first is tried.
    public static ReadOnlySpan<double> WorkloadShares => [0, 0.5, 0.9];

    public static int Count => Rarities.Length * FeatureScales.Length * Penalties.Length * FailureWeights.Length * WorkloadShares.Length;

    public double Target(RoutingExample example) => example.Gain + (FailureWeight * (1 - example.CheapQuality));
}
