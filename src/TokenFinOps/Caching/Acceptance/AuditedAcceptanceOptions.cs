namespace TokenFinOps.Caching.Acceptance;

/// <summary>How <see cref="AuditedAcceptancePolicy"/> learns and checks itself.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record AuditedAcceptanceOptions
{
    /// <summary>Gets the cosine below which nothing is served or learned. The default is 0.7.</summary>
    public float MinimumSimilarity { get; init; } = 0.7f;

    /// <summary>
    /// Gets whether an answer is refused wherever the guard found something. The default is <see langword="true"/>; with <see langword="false"/> findings are a feature of the model, which
    /// then has to learn what they mean.
    /// </summary>
    public bool Guard { get; init; } = true;

    /// <summary>Gets the share of hits that are looked at in the long run, above 0 to 1; each costs a call of the model. The default is 0.05. The first hits are looked at more often.</summary>
    public double AuditShare { get; init; } = 0.05;

    /// <summary>
    /// Gets the share of refusals that are looked at, above 0 to 1. The answer is made anyway, so that only the comparison costs something; without it nothing is learned before the
    /// first hit. The default is 0.5. What cannot be served by far is looked at a tenth as often.
    /// </summary>
    public double ExploreShare { get; init; } = 0.5;

    /// <summary>Gets after how many outcomes one counts half: short enough to follow a drift, long enough to prove the promise. The default is 4,000.</summary>
    public double HalfLife { get; init; } = 4_000;

    /// <summary>Gets how many outcomes are kept, the latest ones. The default is 4,096, about half a megabyte.</summary>
    public int MaximumOutcomes { get; init; } = 4_096;

    /// <summary>Gets for how many entries a record is kept, those that were learned of last. The default is 100,000.</summary>
    public int MaximumEntries { get; init; } = 100_000;

    /// <summary>Gets for how many groups figures of their own are kept, those that were asked of last. The default is 1,000.</summary>
    public int MaximumGroups { get; init; } = 1_000;

    /// <summary>Gets the seed of the draw of what is looked at. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    internal void Validate()
    {
        if (MinimumSimilarity is not (> 0 and < 1))
        {
            throw new ArgumentException(FormattableString.Invariant($"MinimumSimilarity is {MinimumSimilarity}; it is a cosine between 0 and 1, e.g. 0.7."));
        }

        if (AuditShare is not (> 0 and <= 1) || ExploreShare is not (> 0 and <= 1))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"AuditShare ({AuditShare}) and ExploreShare ({ExploreShare}) lie above 0 and at most at 1: a promise that nobody looks after is none."));
        }

        if (!(HalfLife >= 100) || MaximumOutcomes < 100 || MaximumEntries < 1 || MaximumGroups < 1)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"HalfLife ({HalfLife}) and MaximumOutcomes ({MaximumOutcomes}) are at least 100, MaximumEntries ({MaximumEntries}) and MaximumGroups ({MaximumGroups}) at least 1."));
        }
    }
}
