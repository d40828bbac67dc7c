namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>What static thresholds do on the very streams that are judged: nobody who chooses a threshold beforehand can know it this well.</summary>
internal sealed class StaticCurve
{
    private const double Least = 0.6;
    private const double Step = 0.005;
    private readonly List<(double Threshold, double HitRate, double FalseHitShare)> _points = [];

    public StaticCurve(ICacheTraffic traffic, bool guard, int streams, int seed)
    {
        for (double threshold = Least; threshold < 1 + (Step / 2); threshold += Step)
        {
            var choice = new PolicyChoice("static", Math.Min(threshold, 1), guard);
            var outcomes = Enumerable.Range(0, streams)
                .Select(stream => StreamReplay.Play(traffic.Shuffle(unchecked((seed * 1_000_003) + stream)), choice.Create(seed)))
                .ToList();
            double hits = outcomes.Sum(static outcome => outcome.Hits);
            _points.Add((choice.Value, hits / outcomes.Sum(static outcome => outcome.Requests), hits == 0 ? 0 : outcomes.Sum(static outcome => outcome.FalseHits) / hits));
        }
    }

    /// <summary>Gets the most hits at which no more of them are wrong.</summary>
    /// <returns>The threshold, 1 when none will do, and its hit rate.</returns>
    public (double Threshold, double HitRate) BestAt(double falseHitShare)
    {
        var best = (Threshold: 1.0, HitRate: 0.0);
        foreach ((double threshold, double hitRate, double wrong) in _points)
        {
            best = wrong <= falseHitShare && hitRate > best.HitRate ? (threshold, hitRate) : best;
        }

        return best;
    }
}
