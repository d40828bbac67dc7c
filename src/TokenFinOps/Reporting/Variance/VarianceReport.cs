using System.Collections.Immutable;

namespace TokenFinOps.Reporting.Variance;

/// <summary>Why cost changed from one period to another. Price, volume and mix add up to the change exactly.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record VarianceReport
{
    /// <summary>Gets the SKUs, by the size of their change.</summary>
    public required ImmutableArray<SkuVariance> Skus { get; init; }

    /// <summary>Gets the contributions of the values of a tag, by their size; empty when no tag was asked for.</summary>
    public ImmutableArray<Contribution> Contributions { get; init; } = [];

    /// <summary>Gets the cost before.</summary>
    public decimal Before => Skus.Sum(static sku => sku.Before);

    /// <summary>Gets the cost after.</summary>
    public decimal After => Skus.Sum(static sku => sku.After);

    /// <summary>Gets the change: after less before.</summary>
    public decimal Change => After - Before;

    /// <summary>Gets the effect of dearer or cheaper units.</summary>
    public decimal Price => Skus.Sum(static sku => sku.Price);

    /// <summary>Gets the effect of more or fewer units.</summary>
    public decimal Volume => Skus.Sum(static sku => sku.Volume);

    /// <summary>Gets the effect of other proportions among the SKUs.</summary>
    public decimal Mix => Skus.Sum(static sku => sku.Mix);
}
