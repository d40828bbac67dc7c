namespace TokenFinOps.Routing.Learning;

/// <summary>What is known of one workload: of each tier below the baseline's, and of the baseline itself. Thread-safe.</summary>
internal sealed class WorkloadEvidence(LearningOptions options, IReadOnlyList<float> thresholds, int tiers)
{
    private readonly TierEvidence?[] _tiers = new TierEvidence?[tiers];

    public BaselineOutcomes Baseline { get; } = new();

    public TierEvidence? Known(int rank) => Volatile.Read(ref _tiers[rank]);

    public TierEvidence Of(int rank) =>
        Known(rank) ?? Interlocked.CompareExchange(ref _tiers[rank], new TierEvidence(options, thresholds, tiers), null) ?? _tiers[rank]!;
}
