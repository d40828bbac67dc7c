namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads a price catalogue of any known format.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class PriceCatalogueImporter
{
    /// <summary>Reads a catalogue.</summary>
    /// <param name="format">Its format.</param>
    /// <param name="json">The text in UTF-8.</param>
    /// <param name="provenance">Where it comes from. TokenFinOps' own format has that written in it and ignores this, but for messages.</param>
    /// <returns>The catalogue and what could not be taken over.</returns>
    /// <exception cref="PriceCatalogueFormatException">The text is not JSON or not of the format.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The format is not defined.</exception>
    public static ImportResult Import(PriceCatalogueFormat format, ReadOnlyMemory<byte> json, RateProvenance? provenance = null) => format switch
    {
        PriceCatalogueFormat.TokenFinOps => new ImportResult(PriceCatalogueJson.Read(json, provenance?.Catalogue ?? "The catalogue"), []),
        PriceCatalogueFormat.LiteLlm => LiteLlmImporter.Import(json, provenance),
        PriceCatalogueFormat.GenAiPrices => GenAiPricesImporter.Import(json, provenance),
        PriceCatalogueFormat.ModelsDev => ModelsDevImporter.Import(json, provenance),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of price catalogues; use a named member of PriceCatalogueFormat."),
    };
}
