using System.Globalization;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>
/// Learns for every entry from which similarity on its answer is right, and otherwise asks the model just so often that of all requests at most a share δ is answered wrongly
/// (vCache: Schroeder et al., "vCache: Verified Semantic Prompt Caching", ICLR 2026, arXiv 2502.03771; implemented from its formulas).
/// </summary>
/// <remarks>
/// <para>
/// 1. The chance α that an entry's answer is right is a logistic function of the similarity, fitted to the outcomes of that entry. 2. Its turning point is taken pessimistically, at the
/// upper end of its confidence band; every level of confidence gives a valid bound, the best is used. 3. The model is asked with probability 1 − δ/(1 − α), else the entry is served.
/// </para>
/// <para>
/// Mind what is bounded: wrong answers among <em>all</em> requests that have a neighbour, explored ones included. Among hits the share may be far higher: with a hit in five requests and
/// δ = 0.02 it may be a tenth. <see cref="AuditedAcceptancePolicy"/> bounds it among hits. And every entry starts anew: one that is asked for a few times only is never served.
/// </para>
/// <para>Thread-safe; at most <see cref="VerifiedAcceptanceOptions.MaximumEntries"/> entries are remembered.</para>
/// </remarks>
public sealed class VerifiedAcceptancePolicy : ICacheAcceptancePolicy
{
    private readonly Lock _lock = new();
    private readonly double _delta;
    private readonly VerifiedAcceptanceOptions _options;
    private readonly RecentItems<Guid, EntryCurve> _entries;
    private readonly Random _random;

    /// <summary>Creates the policy.</summary>
    /// <param name="delta">The share δ of all requests that may be answered wrongly, above 0 and below 1.</param>
    /// <param name="options">How it learns; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is no such share.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public VerifiedAcceptancePolicy(double delta, VerifiedAcceptanceOptions? options = null)
    {
        if (delta is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "The share of wrong answers lies between 0 and 1, e.g. 0.02.");
        }

        _options = options ?? new VerifiedAcceptanceOptions();
        _options.Validate();
        _delta = delta;
        _entries = new(_options.MaximumEntries);
        _random = new Random(_options.Seed);
    }

    /// <inheritdoc/>
    public float MinimumSimilarity => _options.MinimumSimilarity;

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"verified, at most {_delta:0.####} of requests wrong{(_options.Guard ? ", with guard" : "")}");

    /// <inheritdoc/>
    public AcceptanceDecision Decide(in CacheCandidate candidate)
    {
        if (_options.Guard && candidate.Findings != GuardFindings.None)
        {
            return new(false, "guard: " + candidate.Findings);
        }

        lock (_lock)
        {
            EntryCurve? curve = _entries.Find(candidate.EntryId);
            if (curve is null || curve.Count < _options.MinimumObservations)
            {
                return new(false, "the entry has too few outcomes yet") { Audit = true, AuditShare = 1 };
            }

            double explore = curve.ExploreShare(candidate.Similarity, _delta);
            return _random.NextDouble() < explore
                ? new(false, "explored") { Audit = true, AuditShare = explore }
                : new(true, "the entry's outcomes allow it") { Confidence = curve.Confidence(candidate.Similarity) };
        }
    }

    /// <inheritdoc/>
    public void Observe(in CacheObservation observation)
    {
        CacheCandidate candidate = observation.Candidate;
        lock (_lock)
        {
            _entries.FindOrAdd(candidate.EntryId, () => new EntryCurve(_options.ObservationsPerEntry)).Add(candidate.Similarity, observation.Correct);
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
}
