using System.Text.Json;
using TokenFinOps.Pricing.Catalogue.Import;
using TokenFinOps.Pricing.Catalogue.Json;

namespace TokenFinOps.Pricing.Catalogue;

/// <summary>Writes and reads catalogues in TokenFinOps' own JSON, without loss: the form of the shipped snapshot.</summary>
/// <remarks>
/// <para>One provider and one model a line, so that two versions can be compared with ordinary tools; where rates come from is stored once and referred to by number.</para>
/// <para>The user's overrides are configuration and are not written. Stateless and thread-safe.</para>
/// </remarks>
public static class PriceCatalogueJson
{
    /// <summary>The version of the format that is written, and the newest that can be read.</summary>
    public const int FormatVersion = 1;

    /// <summary>Writes a catalogue in UTF-8.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="stream">Where to; it is left open.</param>
    public static void Write(PriceCatalogue catalogue, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(stream);
        new CatalogueJsonWriter(catalogue, stream).Write();
    }

    /// <summary>Reads a catalogue.</summary>
    /// <param name="json">The text in UTF-8.</param>
    /// <param name="source">What messages call the text, e.g. its file name.</param>
    /// <returns>The catalogue.</returns>
    /// <exception cref="PriceCatalogueFormatException">The text is not JSON or not such a catalogue.</exception>
    public static PriceCatalogue Read(ReadOnlyMemory<byte> json, string source = "The catalogue")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        using JsonDocument document = JsonInput.Parse(json, source, JsonValueKind.Object);
        return new CatalogueJsonReader(document.RootElement, source).Read();
    }
}
