namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Requests, hits and wrong hits of every component, over many streams, and a bootstrap over components: questions of one component are not independent of each other.</summary>
internal sealed class ComponentCounts(int components)
{
    private const int Resamples = 1_000;
    private readonly long[] _requests = new long[components];
    private readonly long[] _hits = new long[components];
    private readonly long[] _wrong = new long[components];

    public void Add(int component, bool hit, bool correct)
    {
        _requests[component]++;
        _hits[component] += hit ? 1 : 0;
        _wrong[component] += hit && !correct ? 1 : 0;
    }

    /// <summary>Gets the 95 % intervals of the hit rate and of the wrong share of hits.</summary>
    public ((double Low, double High) HitRate, (double Low, double High) FalseHitShare) Intervals(int seed)
    {
        var random = new Random(seed);
        double[] rates = new double[Resamples];
        double[] shares = new double[Resamples];
        for (int resample = 0; resample < Resamples; resample++)
        {
            (long requests, long hits, long wrong) = (0, 0, 0);
            for (int draw = 0; draw < components; draw++)
            {
                int component = random.Next(components);
                requests += _requests[component];
                hits += _hits[component];
                wrong += _wrong[component];
            }

            rates[resample] = (double)hits / Math.Max(1, requests);
            shares[resample] = (double)wrong / Math.Max(1, hits);
        }

        return (Interval(rates), Interval(shares));
    }

    private static (double, double) Interval(double[] values)
    {
        Array.Sort(values);
        return (values[(int)(0.025 * values.Length)], values[(int)(0.975 * values.Length)]);
    }
}
