using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads the catalogue of genai-prices, format v2 (<c>data.v2.json</c>): providers with their match rules, price history and daily windows.</summary>
/// <remarks>
/// A model with an empty price list is free where the source says so in its name or description; else it is known without a price, so that its calls count as unpriced.
/// Stateless and thread-safe.
/// </remarks>
public static partial class GenAiPricesImporter
{
    private static readonly RateProvenance Unnamed = new("genai-prices", "https://github.com/pydantic/genai-prices", null, "MIT");

    /// <summary>Reads a catalogue.</summary>
    /// <param name="json">The file in UTF-8.</param>
    /// <param name="provenance">Where it comes from; its <see cref="RateProvenance.Catalogue"/> becomes the catalogue's version. Rates name the provider's own price page, where the file has it.</param>
    /// <returns>The catalogue and what could not be taken over.</returns>
    /// <exception cref="PriceCatalogueFormatException">The text is not JSON or not a list of providers.</exception>
    public static ImportResult Import(ReadOnlyMemory<byte> json, RateProvenance? provenance = null)
    {
        provenance ??= Unnamed;
        using JsonDocument document = JsonInput.Parse(json, provenance.Catalogue, JsonValueKind.Array);
        var models = new ModelCollector();
        var providers = new List<CatalogueProvider>();
        foreach (JsonElement element in document.RootElement.EnumerateArray())
        {
            if (JsonInput.Text(element, "id") is not { Length: > 0 } id)
            {
                models.Warn(string.Empty, "id", "a provider without an id was left out");
                continue;
            }

            providers.Add(ReadProvider(id, element, models));
            ReadModels(id, element, models, provenance with { Url = PriceUrl(element) ?? provenance.Url });
        }

        return models.Finish(providers, provenance);
    }

    /// <summary>Reads a catalogue from a stream.</summary>
    /// <param name="stream">The file in UTF-8; it is read to its end and left open.</param>
    /// <param name="provenance">Where it comes from, as in <see cref="Import"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The catalogue and what could not be taken over.</returns>
    /// <exception cref="PriceCatalogueFormatException">The text is not JSON or not a list of providers.</exception>
    public static async Task<ImportResult> ImportAsync(Stream stream, RateProvenance? provenance = null, CancellationToken cancellationToken = default) =>
        Import(await JsonInput.ReadAsync(stream, cancellationToken), provenance);

    private static CatalogueProvider ReadProvider(string id, JsonElement element, ModelCollector models)
    {
        var fallbacks = ImmutableArray.CreateBuilder<string>();
        if (element.TryGetProperty("fallback_model_providers", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            fallbacks.AddRange(list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!));
        }

        return new CatalogueProvider(id)
        {
            Name = JsonInput.Text(element, "name") ?? id,
            EndpointMatch = ReadPattern(id, element, models),
            ModelMatch = ReadRule(id, "model_match", element, models),
            ProviderMatch = ReadRule(id, "provider_match", element, models),
            FallbackProviders = fallbacks.ToImmutable(),
        };
    }

    private static MatchRule? ReadPattern(string id, JsonElement element, ModelCollector models)
    {
        if (JsonInput.Text(element, "api_pattern") is not { Length: > 0 } pattern)
        {
            return null;
        }

        try
        {
            // The source's engine looks for the pattern at the beginning of the address. Most patterns are plain text.
            return PlainText().IsMatch(pattern) ? MatchRule.StartsWith(Regex.Unescape(pattern)) : MatchRule.Pattern($"^(?:{pattern})");
        }
        catch (ArgumentException fault)
        {
            models.Warn(id, "api_pattern", fault.Message);
            return null;
        }
    }

    private static MatchRule? ReadRule(string name, string key, JsonElement element, ModelCollector models)
    {
        if (!element.TryGetProperty(key, out JsonElement rule) || rule.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return MatchRuleJson.Read(rule);
        }
        catch (FormatException fault)
        {
            models.Warn(name, key, $"{fault.Message}; the model is known by its id only");
            return null;
        }
    }

    private static void ReadModels(string provider, JsonElement element, ModelCollector models, RateProvenance provenance)
    {
        if (!element.TryGetProperty("models", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            models.Warn(provider, "models", "the provider has no list of models");
            return;
        }

        foreach (JsonElement model in list.EnumerateArray())
        {
            if (JsonInput.Text(model, "id") is { Length: > 0 } id)
            {
                ReadModel(provider, id, model, models, provenance);
            }
            else
            {
                models.Warn(provider, "models", "a model without an id was left out");
            }
        }
    }

    private static void ReadModel(string provider, string id, JsonElement model, ModelCollector models, RateProvenance provenance)
    {
        string name = $"{provider}/{id}";
        var card = new GenAiPriceCards(name, provenance, KnownRules.TierRule(provider), IsFree(id, model), models);
        IReadOnlyList<RateCard> cards = model.TryGetProperty("prices", out JsonElement prices) ? card.Read(prices) : [];
        if (cards.Count == 0)
        {
            models.Warn(name, "prices", "the model has no readable prices and was left out");
            return;
        }

        models.Add(
            new ModelPrices(provider, id, cards) { Match = Simplify(ReadRule(name, "match", model, models), id), ContextWindow = JsonInput.Count(model, "context_window") },
            name);
    }

    // A rule for the very id says nothing new.
    private static MatchRule? Simplify(MatchRule? rule, string id)
    {
        bool IsId(MatchRule inner) => inner.Kind == MatchRuleKind.EqualTo && inner.Text.Equals(id, StringComparison.OrdinalIgnoreCase);
        if (rule is null || IsId(rule))
        {
            return null;
        }

        if (rule.Kind != MatchRuleKind.AnyOf)
        {
            return rule;
        }

        MatchRule[] others = [.. rule.Rules.Where(inner => !IsId(inner))];
        return others.Length == 0 ? null : MatchRule.AnyOf(others);
    }

    private static bool IsFree(string id, JsonElement model) =>
        KnownRules.IsFree(id)
        || JsonInput.Text(model, "name")?.EndsWith("(free)", StringComparison.OrdinalIgnoreCase) == true
        || JsonInput.Text(model, "description")?.Contains("free of charge", StringComparison.OrdinalIgnoreCase) == true;

    private static string? PriceUrl(JsonElement element) =>
        element.TryGetProperty("pricing_urls", out JsonElement urls) && urls.ValueKind == JsonValueKind.Array && urls.GetArrayLength() > 0 && urls[0].ValueKind == JsonValueKind.String
            ? urls[0].GetString()
            : null;

    [GeneratedRegex(@"^(?:[A-Za-z0-9:/_-]|\\[.])+$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainText();
}
