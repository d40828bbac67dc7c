namespace TokenFinOps.Pricing.Catalogue;

/// <summary>Gives the price catalogue in force.</summary>
/// <remarks>Implementations are thread-safe, return at once, and swap catalogues atomically.</remarks>
public interface IPriceCatalogueProvider
{
    /// <summary>Gets the catalogue in force. Hold on to it for the whole of one decision: it never changes, the property may.</summary>
    PriceCatalogue Current { get; }
}
