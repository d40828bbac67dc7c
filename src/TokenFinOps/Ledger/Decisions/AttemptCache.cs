namespace TokenFinOps.Ledger.Decisions;

/// <summary>What the semantic cache did about a request.</summary>
/// <remarks>It holds ids, numbers and reasons; never text of a prompt or an answer. Immutable and thread-safe.</remarks>
/// <param name="Mode">Whether it was acted on.</param>
/// <param name="Lookup">How the lookup ended.</param>
public sealed record AttemptCache(CacheMode Mode, CacheLookup Lookup)
{
    /// <summary>Gets the cache's entry that was served, would have been, or was nearest; <see langword="null"/> when there was none.</summary>
    public Guid? EntryId { get; init; }

    /// <summary>Gets the cosine of the question and the entry's, −1 to 1; <see langword="null"/> when none was compared.</summary>
    public float? Similarity { get; init; }

    /// <summary>Gets how old the entry's answer was, or <see langword="null"/> when there was none.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Gets why the answer was served or not, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Gets the money that was saved, or in shadow mode and in the control group would have been, in the currency of the entry's cost; <see langword="null"/> when nothing was, or
    /// it is not known.
    /// </summary>
    public decimal? Saved { get; init; }
}
