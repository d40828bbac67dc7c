using System.Globalization;
using System.Runtime.InteropServices;
using TokenFinOps.Attribution;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>Serves whatever is similar enough, and learns nothing.</summary>
/// <remarks>
/// A cosine alone tells nothing of its own errors: one embedder's 0.9 is another one's 0.7, and questions that say the opposite of each other are very similar. Measure the threshold
/// on questions of your own, or have a share of hits audited: <see cref="AuditShare"/>. Thread-safe.
/// </remarks>
public sealed class StaticThresholdPolicy : ICacheAcceptancePolicy
{
    private const string GuardReason = "guard: ";

    private readonly bool _guard;
    private long _hits;

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

    /// <summary>
    /// Gets the share of hits whose answers are compared with the model's, 0 to 1, so that statistics say how many were wrong; nothing else follows from it. The default is 0. It needs a
    /// <see cref="SemanticCacheOptions.Judge"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no share.</exception>
    public double AuditShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share lies within 0 and 1, e.g. 0.05.");
    }

    /// <summary>Gets the seed by which audited hits are drawn. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"static threshold {MinimumSimilarity:0.####}{(_guard ? " with guard" : "")}");

    /// <inheritdoc/>
    public AcceptanceDecision Decide(in CacheCandidate candidate) =>
        !(candidate.Similarity >= MinimumSimilarity) ? new(false, "below the threshold")
        : _guard && candidate.Findings != GuardFindings.None ? new(false, GuardReason + candidate.Findings)
        : new(true, "at or above the threshold") { Audit = Draw(), AuditShare = AuditShare };

    /// <inheritdoc/>
    public void Observe(in CacheObservation observation)
    {
    }

    /// <inheritdoc/>
    public void Forget(string partition, Guid entryId)
    {
    }

    private bool Draw()
    {
        if (AuditShare == 0)
        {
            return false;
        }

        long hit = Interlocked.Increment(ref _hits);
        return ControlDraw.Contains(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in hit)), AuditShare, Seed);
    }
}
