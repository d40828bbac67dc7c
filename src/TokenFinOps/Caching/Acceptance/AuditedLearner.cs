using System.Diagnostics.CodeAnalysis;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>What an audited policy learns for all entries: the outcomes, the model that they make, and from which score on they allow answers to be served. Not thread-safe.</summary>
/// <remarks>
/// Fitting takes milliseconds, so it can go on beside everything else: <see cref="Begin"/> copies what it needs, <see cref="Fit.Run"/> may run without a lock, and <see cref="End"/> takes
/// the result over.
/// </remarks>
internal sealed class AuditedLearner(double share, double confidence, AuditedAcceptanceOptions options)
{
    private const int FirstFit = 40;
    private const int ShortestRefit = 20;
    private const int RefitShare = 16;

    private EvidenceBuffer _evidence = new(options.MaximumOutcomes, options.HalfLife);
    private SharedModel? _model;
    private long _nextFit = FirstFit;

    public CutOff CutOff { get; private set; } = CutOff.Closed;

    public bool HasModel => _model is not null;

    /// <summary>Gets the number of outcomes ever taken in.</summary>
    public long Outcomes => _evidence.Total;

    /// <summary>Gets the log-odds that an answer is right; even before there is a model.</summary>
    public double Score(ReadOnlySpan<double> features) => _model?.Score(features) ?? 0;

    public void Add(ReadOnlySpan<double> features, bool correct, AcceptanceGroup group) => _evidence.Add(features, correct, group);

    /// <summary>Says whether there is enough news to fit the model again; a wrong hit always is.</summary>
    public bool IsDue(bool isFalseHit) => _evidence.Total >= _nextFit || (isFalseHit && HasModel);

    /// <summary>Copies what a fit needs.</summary>
    /// <param name="all">The counts of all groups.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="fit">The fit.</param>
    /// <returns>Whether there are outcomes enough.</returns>
    public bool Begin(AcceptanceGroup all, IEnumerable<AcceptanceGroup> groups, [NotNullWhen(true)] out Fit? fit)
    {
        fit = null;
        _nextFit = _evidence.Total + Math.Max(ShortestRefit, _evidence.Count / RefitShare);
        if (_evidence.Count < FirstFit)
        {
            return false;
        }

        // A group that is closed on its own account neither teaches the others nor has its wrong hits made good by them, as long as they have outcomes of their own.
        HashSet<AcceptanceGroup> closed = [.. groups.Where(group => group.Refutes(share, confidence))];
        (double[] weights, int counted) = _evidence.Weights(closed.Contains);
        if (counted < FirstFit)
        {
            closed.Clear();
            (weights, _) = _evidence.Weights(static _ => false);
        }

        (double[] features, bool[] correct) = _evidence.Copy();
        var budget = new PromiseBudget(share, confidence, all.Hits - closed.Sum(static group => group.Hits), all.ExpectedFalseHits - closed.Sum(static group => group.ExpectedFalseHits));
        fit = new Fit(features, correct, weights, budget);
        return true;
    }

    public void End((SharedModel Model, CutOff CutOff) fitted) => (_model, CutOff) = fitted;

    public AuditedState Save(AuditedCounts counts, IEnumerable<(Guid Key, OutcomeRecord Value)> entries) => AuditedState.Of(_evidence, counts, entries);

    /// <summary>Starts anew with outcomes that were kept.</summary>
    public void Import(AuditedState state, bool isForeign)
    {
        _evidence = state.Evidence(new EvidenceBuffer(options.MaximumOutcomes, options.HalfLife), isForeign);
        (_model, CutOff, _nextFit) = (null, CutOff.Closed, FirstFit);
    }

    /// <summary>A fit that is under way: arrays of its own.</summary>
    internal sealed class Fit(double[] features, bool[] correct, double[] weights, PromiseBudget budget)
    {
        public (SharedModel Model, CutOff CutOff) Run()
        {
            (SharedModel model, HeldOut[] outcomes) = SharedModel.Fit(features, correct, weights);
            return (model, budget.Spend(outcomes, budget.Hits > 0));
        }
    }
}
