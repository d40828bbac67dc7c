namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>How a policy did over many shuffled streams.</summary>
internal sealed class PolicyFigures
{
    private readonly StreamOutcome[] _outcomes;
    private readonly double? _promise;

    private PolicyFigures(StreamOutcome[] outcomes, ComponentCounts counts, double? promise, int seed)
    {
        (_outcomes, _promise) = (outcomes, promise);
        (HitRateInterval, FalseHitShareInterval) = counts.Intervals(seed);
    }

    public double HitRate => Ratio(_outcomes.Sum(static outcome => (long)outcome.Hits), _outcomes.Sum(static outcome => (long)outcome.Requests));

    public double FalseHitShare => Ratio(_outcomes.Sum(static outcome => (long)outcome.FalseHits), _outcomes.Sum(static outcome => (long)outcome.Hits));

    public (double Low, double High) HitRateInterval { get; }

    public (double Low, double High) FalseHitShareInterval { get; }

    /// <summary>Gets the share of streams in which no more of the hits were wrong than promised; a stream without hits keeps every promise.</summary>
    public double? Holds => _promise is { } share ? Ratio(_outcomes.Count(outcome => outcome.Holds(share)), _outcomes.Length) : null;

    public double Opened => Ratio(_outcomes.Count(static outcome => outcome.Hits > 0), _outcomes.Length);

    public double AuditsPerHit => Ratio(_outcomes.Sum(static outcome => (long)outcome.Audits), _outcomes.Sum(static outcome => (long)outcome.Hits));

    public double ExplorationsPerRequest => Ratio(_outcomes.Sum(static outcome => (long)outcome.Explorations), _outcomes.Sum(static outcome => (long)outcome.Requests));

    public static PolicyFigures Measure(PolicyChoice choice, ICacheTraffic traffic, ICacheTraffic? learned, int streams, int seed, CancellationToken cancellationToken, IProgress<double>? progress = null)
    {
        string? prior = choice.Learn(learned, seed);
        var counts = new ComponentCounts(traffic.Components);
        var outcomes = new StreamOutcome[streams];
        for (int stream = 0; stream < streams; stream++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int each = unchecked((seed * 1_000_003) + stream);
            outcomes[stream] = StreamReplay.Play(traffic.Shuffle(each), choice.Create(each, prior), counts);
            progress?.Report((stream + 1.0) / streams);
        }

        return new PolicyFigures(outcomes, counts, choice.Promise, seed);
    }

    public void AddTo(SuiteReport report, string prefix)
    {
        report.Add(prefix + "hit_rate", HitRate);
        report.Add(prefix + "hit_rate_low", HitRateInterval.Low);
        report.Add(prefix + "hit_rate_high", HitRateInterval.High);
        report.Add(prefix + "false_hit_share", FalseHitShare);
        report.Add(prefix + "false_hit_share_low", FalseHitShareInterval.Low);
        report.Add(prefix + "false_hit_share_high", FalseHitShareInterval.High);
        if (_promise is not null)
        {
            report.Add(prefix + "holds", (decimal?)Holds);
            report.Add(prefix + "opened", Opened);
            report.Add(prefix + "audits_per_hit", AuditsPerHit);
            report.Add(prefix + "explorations_per_request", ExplorationsPerRequest);
        }
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
