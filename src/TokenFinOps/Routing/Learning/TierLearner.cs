using System.Collections.Concurrent;
using System.Collections.Immutable;
using BitFaster.Caching;
using BitFaster.Caching.Lru;
using TokenFinOps.Routing.Complexity;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Learning;

/// <summary>Keeps what is known of the tiers below the baseline's, workload by workload. Thread-safe and bounded.</summary>
internal sealed class TierLearner
{
    private const int MostWorkloads = 1_000;
    private const int MostAnswers = 10_000;
    private const int FewestOutcomes = 20;

    private readonly ConcurrentDictionary<(ulong Workload, int Rank), TierEvidence> _evidence = new();
    private readonly ConcurrentDictionary<ulong, (int Count, double Mean)> _baseline = new();
    private readonly ICache<string, (ulong Workload, int Rank)> _answers = new ConcurrentLruBuilder<string, (ulong, int)>().WithCapacity(MostAnswers).Build();
    private readonly LearningOptions _options;
    private readonly IReadOnlyList<float> _thresholds;

    public TierLearner(LearningOptions options, ImmutableArray<string> tiers, int baselineRank)
    {
        _options = options;
        _thresholds = options.Thresholds ?? (options.Scorer is ComplexityModel model ? [.. model.Calibration.Scores] : [0f]);
        Tiers = tiers;
        BaselineRank = baselineRank;
    }

    public ImmutableArray<string> Tiers { get; }

    public int BaselineRank { get; }

    public double ScoreOf(RoutingRequest request) => _options.Scorer?.Score(request.Ask) ?? 0;

    /// <summary>Finds the cheapest tier that is proved to be good enough for a request, and says why it is that one.</summary>
    public (int Rank, string Reason, double Score) Lowest(RoutingRequest request)
    {
        double score = ScoreOf(request);
        string? reason = null;
        for (int rank = 0; rank < BaselineRank; rank++)
        {
            if (_evidence.TryGetValue((request.WorkloadHash, rank), out TierEvidence? evidence))
            {
                TierEvidence.Verdict verdict = evidence.Current;
                if (verdict.Accepts(score))
                {
                    return (rank, verdict.Reason, score);
                }

                string why = double.IsNegativeInfinity(verdict.Threshold) ? verdict.Reason : "too hard for it";
                reason = reason is null ? $"{Tiers[rank]}: {why}" : $"{reason}; {Tiers[rank]}: {why}";
            }
        }

        return (BaselineRank, reason ?? "no pairs yet", score);
    }

    public void AddPair(RoutingRequest request, int rank, double cheapQuality, double baselineQuality) =>
        EvidenceOf(request.WorkloadHash, rank)?.AddPair(ScoreOf(request), cheapQuality, baselineQuality);

    /// <summary>Tells the promise how much was lost on a request that it let down.</summary>
    public void AddLoss(ulong workload, int rank, double loss)
    {
        if (rank < BaselineRank)
        {
            EvidenceOf(workload, rank)?.AddOutcome(loss);
        }
    }

    public void Answered(string? responseId, RoutingRequest request, Deployment deployment)
    {
        if (responseId is not null)
        {
            _answers.AddOrUpdate(responseId, (request.WorkloadHash, deployment.Rank));
        }
    }

    public bool RecordOutcome(string responseId, double quality)
    {
        if (!_answers.TryGet(responseId, out (ulong Workload, int Rank) answer))
        {
            return false;
        }

        if (answer.Rank >= BaselineRank)
        {
            _baseline.AddOrUpdate(answer.Workload, (1, quality), (_, known) => (known.Count + 1, known.Mean + ((quality - known.Mean) / Math.Min(known.Count + 1, 1_000))));
            return true;
        }

        // As long as too little is known of the baseline, it is taken for perfect.
        double expected = _baseline.TryGetValue(answer.Workload, out (int Count, double Mean) baseline) && baseline.Count >= FewestOutcomes ? baseline.Mean : 1;
        AddLoss(answer.Workload, answer.Rank, expected - quality);
        return true;
    }

    private TierEvidence? EvidenceOf(ulong workload, int rank) =>
        _evidence.TryGetValue((workload, rank), out TierEvidence? known) ? known
        : _evidence.Count >= MostWorkloads * Math.Max(1, BaselineRank) ? null
        : _evidence.GetOrAdd((workload, rank), _ => new TierEvidence(_options, _thresholds));
}
