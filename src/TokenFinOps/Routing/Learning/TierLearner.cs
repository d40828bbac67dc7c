using System.Collections.Immutable;
using BitFaster.Caching;
using BitFaster.Caching.Lru;
using TokenFinOps.Routing.Complexity;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Learning;

/// <summary>Keeps what is known of the tiers below the baseline's, workload by workload. Thread-safe, and bounded: workloads that were not seen for long are forgotten.</summary>
internal sealed class TierLearner
{
    private const int MostWorkloads = 1_000;
    private const int MostAnswers = 10_000;

    private readonly ICache<ulong, WorkloadEvidence> _workloads = new ConcurrentLruBuilder<ulong, WorkloadEvidence>().WithCapacity(MostWorkloads).Build();
    private readonly ICache<string, (ulong Workload, int Rank, double Score)> _answers = new ConcurrentLruBuilder<string, (ulong, int, double)>().WithCapacity(MostAnswers).Build();
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

    /// <summary>Finds the cheapest tier that is proved to be good enough for a request, and says why it is that one.</summary>
    public (int Rank, string Reason, double Score) Lowest(RoutingRequest request)
    {
        double score = ScoreOf(request);
        string? reason = null;
        _workloads.TryGet(request.WorkloadHash, out WorkloadEvidence? workload);
        for (int rank = 0; rank < BaselineRank && workload is not null; rank++)
        {
            if (workload.Known(rank) is not { Current: var verdict })
            {
                continue;
            }

            if (verdict.Accepts(score))
            {
                return (rank, verdict.Reason, score);
            }

            string why = verdict.Permits ? "too hard for it" : verdict.Reason;
            reason = reason is null ? $"{Tiers[rank]}: {why}" : $"{reason}; {Tiers[rank]}: {why}";
        }

        return (BaselineRank, reason ?? "no pairs yet", score);
    }

    /// <summary>Takes how good the answers of a tier and of the baseline to the same request were; <see langword="null"/> where nobody could tell.</summary>
    public void AddPair(RoutingRequest request, int rank, (double Cheap, double Baseline)? qualities)
    {
        double score = ScoreOf(request);
        LearnedPair pair = qualities is var (cheap, baseline) ? new LearnedPair(score, cheap, baseline) : LearnedPair.Unjudged(score);
        Of(request.WorkloadHash).Of(rank).AddPair(pair);
    }

    /// <summary>Tells the promise how much was lost on a request: of those that the tier answered, and nothing of those that the baseline did.</summary>
    public void AddLoss(ulong workload, int rank, double loss) => Of(workload).Of(rank).AddOutcome(loss);

    /// <summary>Remembers who answered, in case the outcome is told. What could not be scored was not let down by what is learned here.</summary>
    public void Answered(string? responseId, RoutingRequest request, Deployment deployment)
    {
        if (responseId is not null && request.Score is { } score)
        {
            _answers.AddOrUpdate(responseId, (request.WorkloadHash, deployment.Rank, score));
        }
    }

    public bool RecordOutcome(string responseId, double quality)
    {
        if (!_answers.TryRemove(responseId, out (ulong Workload, int Rank, double Score) answer))
        {
            return false;
        }

        WorkloadEvidence workload = Of(answer.Workload);
        if (answer.Rank >= BaselineRank)
        {
            workload.Baseline.Add(answer.Score, quality);
        }

        // A promise is about all requests, so those that others answered count for it too: with nothing lost.
        for (int rank = 0; rank < BaselineRank; rank++)
        {
            if (rank != answer.Rank)
            {
                workload.Known(rank)?.AddOutcome(0);
            }
            else if (workload.Known(rank) is { } evidence && workload.Baseline.Least(evidence.Current.Threshold) is { } expected)
            {
                evidence.AddOutcome(Math.Clamp(expected - quality, -1, 1));
            }
        }

        return true;
    }

    private double ScoreOf(RoutingRequest request) => request.Score ??= _options.Scorer?.Score(request.Ask) ?? 0;

    private WorkloadEvidence Of(ulong workload) =>
        _workloads.GetOrAdd(workload, static (_, learner) => new WorkloadEvidence(learner._options, learner._thresholds, learner.BaselineRank), this);
}
