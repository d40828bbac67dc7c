using System.Text.Json;
using TokenFinOps.Pricing.Catalogue.Resolution;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads LiteLLM's <c>model_prices_and_context_window.json</c>: prices for one unit by key, with service tiers, context tiers, off-peak hours and regions.</summary>
/// <remarks>
/// <para>
/// Every key that has to do with cost is taken over or reported. Service tiers and off-peak rates are laid over the standard ones (<see cref="RateOverlay"/>).
/// Web search is priced at the medium context size. The source has no dates: its prices hold always.
/// </para>
/// <para>
/// A model whose prices are all zero is left out, with a warning, unless its name ends in <c>:free</c>: unknown is not zero.
/// Providers get the ids that the shipped catalogue gives them, and models lose the provider's prefix. Stateless and thread-safe.
/// </para>
/// </remarks>
public static class LiteLlmImporter
{
    private static readonly RateProvenance Unnamed = new("litellm", "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json", null, "MIT");

    /// <summary>Reads a catalogue.</summary>
    /// <param name="json">The file in UTF-8.</param>
    /// <param name="provenance">Where it comes from; its <see cref="RateProvenance.Catalogue"/> becomes the catalogue's version.</param>
    /// <returns>The catalogue and what could not be taken over.</returns>
    /// <exception cref="PriceCatalogueFormatException">The text is not JSON or not an object of models.</exception>
    public static ImportResult Import(ReadOnlyMemory<byte> json, RateProvenance? provenance = null)
    {
        provenance ??= Unnamed;
        using JsonDocument document = JsonInput.Parse(json, provenance.Catalogue, JsonValueKind.Object);
        var models = new ModelCollector();
        foreach (JsonProperty entry in document.RootElement.EnumerateObject())
        {
            if (entry.NameEquals("sample_spec"))
            {
                continue;
            }

            if (entry.Value.ValueKind != JsonValueKind.Object || JsonInput.Text(entry.Value, "litellm_provider") is not { Length: > 0 } provider)
            {
                models.Warn(entry.Name, "litellm_provider", "the entry is no object with a provider and was left out");
                continue;
            }

            string id = ProviderNames.Canonical(provider);
            new LiteLlmModel(id, WithoutPrefix(entry.Name, provider, id), entry, provenance, models).Read();
        }

        return models.Finish([], provenance);
    }

    /// <summary>Reads a catalogue from a stream.</summary>
    /// <param name="stream">The file in UTF-8; it is read to its end and left open.</param>
    /// <param name="provenance">Where it comes from, as in <see cref="Import"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The catalogue and what could not be taken over.</returns>
    /// <exception cref="PriceCatalogueFormatException">The text is not JSON or not an object of models.</exception>
    public static async Task<ImportResult> ImportAsync(Stream stream, RateProvenance? provenance = null, CancellationToken cancellationToken = default) =>
        Import(await JsonInput.ReadAsync(stream, cancellationToken), provenance);

    private static string WithoutPrefix(string key, string provider, string id)
    {
        int cut = key.IndexOf('/', StringComparison.Ordinal);
        if (cut <= 0 || cut == key.Length - 1)
        {
            return key;
        }

        string prefix = key[..cut];
        return prefix == provider || ProviderNames.Canonical(prefix) == id ? key[(cut + 1)..] : key;
    }
}
