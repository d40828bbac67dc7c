using System.Globalization;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>Serves whatever is similar enough, and learns nothing.</summary>
/// <remarks>
/// A cosine alone tells nothing of its own errors: one embedder's 0.9 is another one's 0.7, and questions that say the opposite of each other are very similar. Measure the threshold
/// on questions of your own. Immutable and thread-safe.
/// </remarks>
public sealed class StaticThresholdPolicy : ICacheAcceptancePolicy
{
    private const string GuardReason = "guard: ";

    private readonly bool _guard;

    /// <summary>Creates the policy.</summary>
    /// <param name="threshold">The cosine from which an answer is served, above 0 to 1.</param>
    /// <param name="guard">Whether an answer is refused where the guard found something. The default is <see langword="true"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is no such cosine.</exception>
    public StaticThresholdPolicy(float threshold, bool guard = true)
    {
        if (threshold is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A similarity threshold is a cosine above 0 and at most 1, e.g. 0.95.");
        }

        MinimumSimilarity = threshold;
        _guard = guard;
    }

    /// <inheritdoc/>
    public float MinimumSimilarity { get; }

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"static threshold {MinimumSimilarity:0.####}{(_guard ? " with guard" : "")}");

    /// <inheritdoc/>
    public AcceptanceDecision Decide(in CacheCandidate candidate) =>
        !(candidate.Similarity >= MinimumSimilarity) ? new(false, "below the threshold")
        : _guard && candidate.Findings != GuardFindings.None ? new(false, GuardReason + candidate.Findings)
        : new(true, "at or above the threshold");

    /// <inheritdoc/>
    public void Observe(in CacheObservation observation)
    {
    }

    /// <inheritdoc/>
    public void Forget(string partition, Guid entryId)
    {
    }
}
