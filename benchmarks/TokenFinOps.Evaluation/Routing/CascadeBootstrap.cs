namespace TokenFinOps.Evaluation.Routing;

/// <summary>Intervals by drawing questions with replacement: the same questions for every way to answer them, so that what they share cancels out.</summary>
internal sealed class CascadeBootstrap
{
    private const int Draws = 2_000;

    private readonly CascadeSample[] _samples;

    public CascadeBootstrap(IReadOnlyList<CascadeOutcome> cascade, IReadOnlyList<CascadeOutcome> strong, IReadOnlyList<CascadeOutcome> weak, int seed)
    {
        var random = new Random(seed);
        var drawn = new int[cascade.Count];
        _samples = new CascadeSample[Draws];
        for (int i = 0; i < Draws; i++)
        {
            for (int j = 0; j < drawn.Length; j++)
            {
                drawn[j] = random.Next(drawn.Length);
            }

            _samples[i] = new CascadeSample(CascadeSums.Of(cascade, drawn), CascadeSums.Of(strong, drawn), CascadeSums.Of(weak, drawn));
        }
    }

    /// <summary>Gets the middle 95 % of a figure.</summary>
    public (double Low, double High) Interval(Func<CascadeSample, double> figure)
    {
        double[] values = [.. _samples.Select(figure).Order()];
        return (values[(int)(0.025 * Draws)], values[(int)(0.975 * Draws) - 1]);
    }
}
