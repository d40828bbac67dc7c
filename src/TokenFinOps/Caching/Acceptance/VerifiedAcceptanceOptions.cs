namespace TokenFinOps.Caching.Acceptance;

/// <summary>How <see cref="VerifiedAcceptancePolicy"/> learns.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record VerifiedAcceptanceOptions
{
    /// <summary>Gets the cosine below which nothing is served or learned. The default is 0.7.</summary>
    public float MinimumSimilarity { get; init; } = 0.7f;

    /// <summary>Gets whether an answer is refused where the guard found something. The default is <see langword="true"/>.</summary>
    public bool Guard { get; init; } = true;

    /// <summary>Gets how many outcomes an entry must have before it is served at all. The default is 4; the least is 2.</summary>
    public int MinimumObservations { get; init; } = 4;

    /// <summary>Gets how many outcomes are kept of an entry, the latest ones. The default is 128.</summary>
    public int ObservationsPerEntry { get; init; } = 128;

    /// <summary>Gets for how many entries outcomes are kept, those that were learned of last. The default is 100,000.</summary>
    public int MaximumEntries { get; init; } = 100_000;

    /// <summary>Gets the seed of the draw between serving and exploring. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    internal void Validate()
    {
        if (MinimumSimilarity is not (> 0 and < 1))
        {
            throw new ArgumentException(FormattableString.Invariant($"MinimumSimilarity is {MinimumSimilarity}; it is a cosine between 0 and 1, e.g. 0.7."));
        }

        if (MinimumObservations < 2 || ObservationsPerEntry < MinimumObservations || MaximumEntries < 1)
        {
            throw new ArgumentException(
                $"MinimumObservations ({MinimumObservations}) is at least 2, ObservationsPerEntry ({ObservationsPerEntry}) not less than it, and MaximumEntries ({MaximumEntries}) at least 1.");
        }
    }
}
