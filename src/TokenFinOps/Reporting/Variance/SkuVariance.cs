namespace TokenFinOps.Reporting.Variance;

/// <summary>Why the cost of one SKU changed. The three effects add up to the change exactly.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record SkuVariance
{
    /// <summary>Gets the model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets what of it, e.g. <c>cache_read_tokens</c>.</summary>
    public required string Sku { get; init; }

    /// <summary>Gets the cost before.</summary>
    public required decimal Before { get; init; }

    /// <summary>Gets the cost after.</summary>
    public required decimal After { get; init; }

    /// <summary>Gets the effect of dearer or cheaper units, and of what no quantity explains.</summary>
    public required decimal Price { get; init; }

    /// <summary>Gets the effect of more or fewer units altogether.</summary>
    public required decimal Volume { get; init; }

    /// <summary>Gets the effect of using this SKU more or less in proportion to the others.</summary>
    public required decimal Mix { get; init; }

    /// <summary>Gets the change: after less before.</summary>
    public decimal Change => After - Before;
}
