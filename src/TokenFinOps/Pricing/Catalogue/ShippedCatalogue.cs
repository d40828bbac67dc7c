namespace TokenFinOps.Pricing.Catalogue;

/// <summary>Reads the catalogue that is embedded in the assembly.</summary>
internal static class ShippedCatalogue
{
    public const string ResourceName = "TokenFinOps.Pricing.Catalogue.Shipped.prices.json";

    public static PriceCatalogue Load()
    {
        using Stream stream = typeof(ShippedCatalogue).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {ResourceName}; it was built wrongly.");
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return PriceCatalogueJson.Read(json, "The shipped price catalogue");
    }
}
