using System.Globalization;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>Serves only what outcomes show to be right often enough, and keeps looking: of the <em>hits</em> at most a promised share is wrong.</summary>
/// <remarks>
/// <para>
/// 1. One logistic model for all entries tells the chance that an answer is right from similarity, margin, the answers of other near entries, lengths, age and findings, and from how the
/// entry and its group did so far, shrunk towards what the model expects (empirical Bayes): a new entry needs no outcomes of its own. 2. A cut-off on that chance is set where the outcomes
/// above it, held out from the model that scores them, make it likely that of the next hits no more than the promised share is wrong; wrong hits are made good before more is risked.
/// 3. A random share of hits is audited and of refusals explored. A bound on the wrong share of hits that holds however often one looks (<see cref="AuditedGroupStatus.FalseHitBound"/>;
/// Waudby-Smith and Ramdas 2023) is computed from the audits of each group, and the gate of a group whose own outcomes refute the promise closes until they speak for it again; meanwhile
/// the others neither learn from it nor make its wrong hits good.
/// </para>
/// <para>
/// Before there is evidence nothing is served: refusals teach it, and cost only the comparison of two answers. That takes hundreds of outcomes for a promise of 5 %, thousands for 1 %;
/// where no similarity is good enough for the promise, nothing is ever served. A store keeps what was learned between starts; what was learned elsewhere starts it at once:
/// <see cref="Export"/> and <see cref="Import"/>. The promise is about streams of many hits: a single wrong one among the first twenty breaks 5 % whatever is done.
/// </para>
/// <para>Old outcomes fade (<see cref="AuditedAcceptanceOptions.HalfLife"/>). After a change of embedder, model or instructions start anew. Thread-safe; memory is bounded by the options.</para>
/// </remarks>
public sealed class AuditedAcceptancePolicy : ILearningAcceptancePolicy
{
    private const double EagerOutcomes = 1_000;
    private const double EagerWrong = 30;
    private const double FirstAuditShare = 0.5;
    private const double FirstAudits = 100;
    private const double FarShare = 0.1;
    private const double FarChance = 0.8;

    private readonly Lock _lock = new();
    private readonly Lock _fitting = new();
    private readonly AuditedAcceptanceOptions _options;
    private readonly double _share;
    private readonly double _confidence;
    private readonly double _keep;
    private readonly Random _random;
    private readonly RecentItems<Guid, OutcomeRecord> _entries;
    private readonly RecentItems<string, AcceptanceGroup> _groups;
    private readonly AcceptanceGroup _all = new();
    private readonly AuditedLearner _learner;

    /// <summary>Creates the policy.</summary>
    /// <param name="falseHitShare">The share of hits that may be wrong, from 0.001 to 0.5.</param>
    /// <param name="confidence">How sure that is to be, from 0.5 to below 1. The default is 0.95.</param>
    /// <param name="options">How it learns; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public AuditedAcceptancePolicy(double falseHitShare, double confidence = 0.95, AuditedAcceptanceOptions? options = null)
    {
        if (falseHitShare is not (>= 0.001 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(falseHitShare), falseHitShare, "The share of hits that may be wrong lies between 0.001 and 0.5, e.g. 0.02; less cannot be shown.");
        }

        if (confidence is not (>= 0.5 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence lies between 0.5 and 1, e.g. 0.95.");
        }

        _options = options ?? new AuditedAcceptanceOptions();
        _options.Validate();
        (_share, _confidence) = (falseHitShare, confidence);
        _keep = Math.Pow(0.5, 1 / _options.HalfLife);
        _random = new Random(_options.Seed);
        _learner = new(falseHitShare, confidence, _options);
        _entries = new(_options.MaximumEntries);
        _groups = new(_options.MaximumGroups);
    }

    /// <inheritdoc/>
    public float MinimumSimilarity => _options.MinimumSimilarity;

    /// <inheritdoc/>
    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"audited, at most {_share:0.####} of hits wrong at {_confidence:0.###}{(_options.Guard ? ", with guard" : "")}");

    /// <inheritdoc/>
    public AcceptanceDecision Decide(in CacheCandidate candidate)
    {
        lock (_lock)
        {
            AcceptanceGroup group = GroupOf(candidate);
            AcceptanceDecision decision = Decide(candidate, group, out double chance);
            if (decision.Serve)
            {
                group.AddHit(chance);
                _all.AddHit(chance);
            }
            else
            {
                group.Refusals++;
                _all.Refusals++;
            }

            return decision;
        }
    }

    /// <inheritdoc/>
    public void Observe(in CacheObservation observation)
    {
        bool due;
        lock (_lock)
        {
            Learn(observation);
            bool isFalseHit = observation.Source != ObservationSource.Explored && !observation.Correct;
            due = _learner.IsDue(isFalseHit);
        }

        // Whoever comes while somebody else fits need not wait: what it brings is in the next fit.
        if (due && _fitting.TryEnter())
        {
            try
            {
                Fit();
            }
            finally
            {
                _fitting.Exit();
            }
        }
    }

    /// <inheritdoc/>
    public void Forget(string partition, Guid entryId)
    {
        lock (_lock)
        {
            _entries.Remove(entryId);
        }
    }

    /// <summary>Gets how it does.</summary>
    /// <returns>The figures of this moment.</returns>
    public AuditedStatus GetStatus()
    {
        lock (_lock)
        {
            return new AuditedStatus(
                _share, _confidence, _learner.CutOff.Bound, Report("", _all), [.. _groups.All.Select(each => Report(each.Key, each.Value))]);
        }
    }

    /// <summary>Gets what was learned, to go on with it after a restart or elsewhere.</summary>
    /// <returns>JSON without any text of prompts, some 70 bytes an outcome and 80 an entry.</returns>
    public string Export()
    {
        AuditedState state;
        lock (_lock)
        {
            state = _learner.Save(_all.Save(), _entries.All);
        }

        // Writing takes longer than copying, and lookups wait for the lock.
        return state.Write();
    }

    /// <summary>Takes over what a policy of the same kind learned; what this one learned is dropped. Groups start without figures of their own.</summary>
    /// <param name="state">What <see cref="Export"/> gave.</param>
    /// <param name="asPrior">
    /// Whether this is another cache: then the outcomes are taken, and the counts of hits and the records of entries start anew. The default is <see langword="false"/>: the same cache
    /// goes on after a restart.
    /// </param>
    /// <exception cref="FormatException"><paramref name="state"/> is no such state.</exception>
    public void Import(string state, bool asPrior = false)
    {
        ArgumentNullException.ThrowIfNull(state);
        var read = AuditedState.Read(state);
        lock (_fitting)
        {
            lock (_lock)
            {
                _learner.Import(read, asPrior);
                _all.Restore(asPrior ? new AuditedCounts() : read.Counts);
                _entries.Clear();
                _groups.Clear();
                foreach (AuditedEntry entry in asPrior ? [] : read.Entries.Reverse())
                {
                    _entries.FindOrAdd(entry.Id, static () => new OutcomeRecord()).Restore(entry);
                }
            }

            Fit();
        }
    }

    private AcceptanceDecision Decide(in CacheCandidate candidate, AcceptanceGroup group, out double chance)
    {
        chance = 0;
        if (_options.Guard && candidate.Findings != GuardFindings.None)
        {
            return new(false, "guard: " + candidate.Findings);
        }

        OutcomeRecord? entry = _entries.Find(candidate.EntryId);
        if (entry is not null && candidate.Similarity <= entry.BlockedUpTo)
        {
            return new(false, "a hit like this one was reported wrong");
        }

        double score = ScoreOf(candidate, entry, group);
        chance = LogisticFit.Sigmoid(score);
        bool isGood = score >= _learner.CutOff.Score;
        if (isGood && !group.Refutes(_share, _confidence))
        {
            double share = Math.Max(_options.AuditShare, Math.Min(FirstAuditShare, FirstAudits / (_all.Hits + FirstAudits)));
            return Draw(new(true, "the outcomes of hits like this one allow it") { Confidence = 1 - _learner.CutOff.Bound }, share);
        }

        string reason = isGood ? "the outcomes of its group forbid it" : _learner.CutOff.IsClosed ? "too few outcomes, or too many wrong ones" : "too likely to be wrong";
        return Draw(new(false, reason), ExploreShareOf(chance));
    }

    // Before anything can be served every refusal is worth a look; later those that are far from being served teach little.
    private double ExploreShareOf(double chance)
    {
        double share = _learner.CutOff.IsClosed ? Math.Max(_options.ExploreShare, Math.Min(1, Math.Max(EagerOutcomes, EagerWrong / _share) / (_learner.Outcomes + 1))) : _options.ExploreShare;
        return !_learner.HasModel ? 1 : chance < Math.Min(FarChance, 1 - (10 * _share)) ? share * FarShare : share;
    }

    private AcceptanceDecision Draw(AcceptanceDecision decision, double share) => decision with { Audit = _random.NextDouble() < share, AuditShare = share };

    private double ScoreOf(in CacheCandidate candidate, OutcomeRecord? entry, AcceptanceGroup group)
    {
        Span<double> features = stackalloc double[CandidateFeatures.Count];
        CandidateFeatures.Write(candidate, entry, group.Record, features);
        return _learner.Score(features);
    }

    private void Learn(in CacheObservation observation)
    {
        CacheCandidate candidate = observation.Candidate;
        AcceptanceGroup group = GroupOf(candidate);
        OutcomeRecord entry = _entries.FindOrAdd(candidate.EntryId, static () => new OutcomeRecord());
        Span<double> features = stackalloc double[CandidateFeatures.Count];
        CandidateFeatures.Write(candidate, entry, group.Record, features);
        _learner.Add(features, observation.Correct, group);
        double score = _learner.Score(features);
        double chance = LogisticFit.Sigmoid(score);
        entry.Add(candidate.Similarity, observation.Correct, chance, _keep);
        if (observation is { Source: ObservationSource.Reported, Correct: false })
        {
            entry.Block(candidate.Similarity);
        }

        group.Add(observation, chance, score >= _learner.CutOff.Score, _keep);
        _all.Add(observation, chance, score >= _learner.CutOff.Score, _keep);
    }

    private void Fit()
    {
        AuditedLearner.Fit? fit;
        lock (_lock)
        {
            if (!_learner.Begin(_all, _groups.All.Select(static each => each.Value), out fit))
            {
                return;
            }
        }

        (SharedModel Model, CutOff CutOff) fitted = fit.Run();
        lock (_lock)
        {
            _learner.End(fitted);
        }
    }

    private AcceptanceGroup GroupOf(in CacheCandidate candidate) => _groups.FindOrAdd(candidate.Group ?? candidate.Partition, static () => new AcceptanceGroup());

    private AuditedGroupStatus Report(string name, AcceptanceGroup group) => new(
        name, group.Hits, group.Refusals, group.Audited, group.Explored, group.FalseHits, group.Reported, group.Hits == 0 ? 0 : Math.Min(1, group.EstimatedFalseHits / group.Hits),
        group.UpperBound(_confidence), !_learner.CutOff.IsClosed && (group == _all || !group.Refutes(_share, _confidence)));
}
