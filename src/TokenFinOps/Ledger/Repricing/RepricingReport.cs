using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Repricing;

/// <summary>What a re-rating found and did.</summary>
/// <remarks>
/// Every examined attempt is counted once: as corrected, as unchanged, or as one of those that were left alone. Immutable and thread-safe.
/// </remarks>
public sealed record RepricingReport
{
    /// <summary>Gets the version of the catalogue that was re-rated with.</summary>
    public required string CatalogueVersion { get; init; }

    /// <summary>Gets how many attempts were looked at.</summary>
    public long Examined { get; init; }

    /// <summary>Gets how many attempts got a correction.</summary>
    public long Corrected { get; init; }

    /// <summary>Gets how many attempts cost the same under the catalogue, those that are known to cost nothing included.</summary>
    public long Unchanged { get; init; }

    /// <summary>Gets how many attempts were unpriced and still are.</summary>
    public long StillUnpriced { get; init; }

    /// <summary>Gets how many attempts were left alone because the catalogue prices less of them than is priced already.</summary>
    public long PricedBetter { get; init; }

    /// <summary>Gets how many attempts were left alone because the provider itself reported their cost.</summary>
    public long ProviderReported { get; init; }

    /// <summary>Gets how many attempts of the period could not be looked at, because the ledger keeps only their sums.</summary>
    public long NotRetained { get; init; }

    /// <summary>Gets what the corrections changed, by currency. An attempt that was unpriced adds its whole cost.</summary>
    public ImmutableArray<CostDifference> Differences { get; init; } = [];
}
