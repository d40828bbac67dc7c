namespace TokenFinOps.Pricing.Catalogue;

/// <summary>How a model's name led to its prices, the surest way first.</summary>
public enum PriceMatchKind : byte
{
    /// <summary>The user set the prices of this deployment or model.</summary>
    Override,

    /// <summary>The catalogue has exactly this name.</summary>
    Exact,

    /// <summary>The catalogue's own rules name it as another name of the model.</summary>
    Alias,

    /// <summary>A gateway's prefix, a region or a version suffix was taken off.</summary>
    Normalized,

    /// <summary>A date or <c>-latest</c> was taken off.</summary>
    Undated,

    /// <summary>The provider has no such model; the price is that of the model's own vendor, which this provider falls back to.</summary>
    ProviderFallback,

    /// <summary>The provider was unknown and was told from the model's name.</summary>
    InferredProvider,
}
