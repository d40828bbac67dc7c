using System.Text.Json;
using TokenFinOps.Pricing.Catalogue.Resolution;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads the catalogue of models.dev (<c>api.json</c>): the broadest list of providers, with limits and special modes.</summary>
/// <remarks>
/// <para>
/// A model priced 0 in and 0 out is left out, with a warning: there zero mostly means that a subscription covers it or that nobody looked, and unknown is not zero.
/// Only a name that ends in <c>:free</c> is believed.
/// </para>
/// <para>Providers get the ids that the shipped catalogue gives them, so that prices of several sources meet. Stateless and thread-safe.</para>
/// </remarks>
public static class ModelsDevImporter
{
    private static readonly RateProvenance Unnamed = new("models.dev", "https://models.dev/api.json", null, "MIT");

    /// <summary>Reads a catalogue.</summary>
    /// <param name="json">The file in UTF-8.</param>
    /// <param name="provenance">Where it comes from; its <see cref="RateProvenance.Catalogue"/> becomes the catalogue's version.</param>
    /// <returns>The catalogue and what could not be taken over.</returns>
    /// <exception cref="PriceCatalogueFormatException">The text is not JSON or not an object of providers.</exception>
    public static ImportResult Import(ReadOnlyMemory<byte> json, RateProvenance? provenance = null)
    {
        provenance ??= Unnamed;
        using JsonDocument document = JsonInput.Parse(json, provenance.Catalogue, JsonValueKind.Object);
        var models = new ModelCollector();
        var providers = new List<CatalogueProvider>();
        foreach (JsonProperty provider in document.RootElement.EnumerateObject())
        {
            if (provider.Value.ValueKind != JsonValueKind.Object || !JsonInput.IsObject(provider.Value, "models", out JsonElement list))
            {
                models.Warn(provider.Name, "models", "the provider has no models");
                continue;
            }

            string id = ProviderNames.Canonical(provider.Name);
            providers.Add(ReadProvider(id, provider, models));
            foreach (JsonProperty model in list.EnumerateObject())
            {
                new ModelsDevModel(id, $"{provider.Name}/{model.Name}", model, provenance, models).Read();
            }
        }

        return models.Finish(providers, provenance);
    }

    /// <summary>Reads a catalogue from a stream.</summary>
    /// <param name="stream">The file in UTF-8; it is read to its end and left open.</param>
    /// <param name="provenance">Where it comes from, as in <see cref="Import"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The catalogue and what could not be taken over.</returns>
    /// <exception cref="PriceCatalogueFormatException">The text is not JSON or not an object of providers.</exception>
    public static async Task<ImportResult> ImportAsync(Stream stream, RateProvenance? provenance = null, CancellationToken cancellationToken = default) =>
        Import(await JsonInput.ReadAsync(stream, cancellationToken), provenance);

    private static CatalogueProvider ReadProvider(string id, JsonProperty provider, ModelCollector models)
    {
        string? api = JsonInput.Text(provider.Value, "api");
        bool isAddress = Uri.TryCreate(api, UriKind.Absolute, out Uri? address) && !api!.Contains("${", StringComparison.Ordinal);
        if (api is not null && !isAddress)
        {
            models.Warn(provider.Name, "api", $"'{api}' is no fixed address; the provider is known by its name only");
        }

        return new CatalogueProvider(id)
        {
            Name = JsonInput.Text(provider.Value, "name") ?? id,
            EndpointMatch = isAddress ? AddressRule(address!.GetLeftPart(UriPartial.Path).TrimEnd('/')) : null,
        };
    }

    private static MatchRule AddressRule(string address) => MatchRule.AnyOf(MatchRule.EqualTo(address), MatchRule.StartsWith(address + "/"));
}
