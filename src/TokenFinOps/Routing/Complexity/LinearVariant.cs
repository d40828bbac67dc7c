namespace TokenFinOps.Routing.Complexity;

/// <summary>One way to fit a model.</summary>
/// <param name="Penalty">The L2 penalty.</param>
/// <param name="FailureWeight">How much of "the cheap model fails" is added to "the strong model gains": its noise is lower, its meaning a little off.</param>
/// <param name="WorkloadShare">How much of a prompt's target is the mean of its workload instead of its own: less noise, fewer differences.</param>
internal readonly record struct LinearVariant(double Penalty, double FailureWeight, double WorkloadShare)
{
    // From strong to weak: each fit starts where the one before it ended.
    public static ReadOnlySpan<double> Penalties => [100, 30, 10, 3, 1];

    public static ReadOnlySpan<double> FailureWeights => [0, 0.1, 0.25, 0.5];

    // Without workloads only the first is tried.
    public static ReadOnlySpan<double> WorkloadShares => [0, 0.5, 0.9];

    // How much of a score's own spread the prompt's length is given besides: longer is harder, as a rule, and a few hundred examples hardly say how much.
    public static ReadOnlySpan<double> LengthShares => [0, 0.5, 1];

    // The logarithms of the prompts' lengths must spread by so much, a tenth: else the length counts as the fit says.
    public const double LeastLengthSpread = 0.1;

    public static int Count => Penalties.Length * FailureWeights.Length * WorkloadShares.Length * LengthShares.Length;

    /// <summary>Gets what is added to a score for each unit of the logarithm of the prompt's length.</summary>
    public double LengthSlope { get; init; }

    public double Target(RoutingExample example) => example.Gain + (FailureWeight * (1 - example.CheapQuality));
}
