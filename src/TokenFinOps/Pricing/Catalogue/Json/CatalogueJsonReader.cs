using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Pricing.Catalogue.Json;

/// <summary>Reads one catalogue.</summary>
internal sealed class CatalogueJsonReader(JsonElement root, string source)
{
    private RateProvenance[] _provenances = [];

    public PriceCatalogue Read()
    {
        if (JsonInput.Count(root, "format") is not (> 0 and <= PriceCatalogueJson.FormatVersion) || JsonInput.Text(root, "version") is not { Length: > 0 } version)
        {
            throw new PriceCatalogueFormatException(
                $"{source} has no format number up to {PriceCatalogueJson.FormatVersion} or no version. It may be of another kind, or written by a newer release of TokenFinOps; update the package or set the right format.");
        }

        _provenances = [.. Items("provenances").Select(element => Guard(element, ReadProvenance))];
        return new PriceCatalogue(
            version,
            Items("models").Select(element => Guard(element, ReadModel)),
            Items("providers").Select(element => Guard(element, ReadProvider)),
            CatalogueJsonText.ToDay(JsonInput.Text(root, "date")),
            Items("sources").Select(element => Guard(element, ReadProvenance)));
    }

    private static RateProvenance ReadProvenance(JsonElement element) =>
        new(Need(element, "catalogue"), JsonInput.Text(element, "url"), CatalogueJsonText.ToDay(JsonInput.Text(element, "checked")), JsonInput.Text(element, "licence"));

    private static CatalogueProvider ReadProvider(JsonElement element) => new(Need(element, "id"))
    {
        Name = Need(element, "name"),
        EndpointMatch = ReadRule(element, "endpoint"),
        ModelMatch = ReadRule(element, "models"),
        ProviderMatch = ReadRule(element, "names"),
        FallbackProviders = element.TryGetProperty("fallback", out JsonElement list) ? [.. list.EnumerateArray().Select(static item => item.GetString()!)] : [],
    };

    private ModelPrices ReadModel(JsonElement element) =>
        new(Need(element, "provider"), Need(element, "model"), element.GetProperty("cards").EnumerateArray().Select(ReadCard))
        {
            Match = ReadRule(element, "match"),
            ContextWindow = JsonInput.Count(element, "context"),
            MaxOutputTokens = JsonInput.Count(element, "output"),
        };

    private RateCard ReadCard(JsonElement element) => new(element.GetProperty("rates").EnumerateObject().Select(ReadRate))
    {
        Provenance = _provenances[element.GetProperty("source").GetInt32()],
        EffectiveFrom = ReadMoment(element, "from") ?? DateTimeOffset.MinValue,
        EffectiveTo = ReadMoment(element, "to") ?? DateTimeOffset.MaxValue,
        Window = JsonInput.Text(element, "window") is { } window
            ? CatalogueJsonText.ToWindow(window) ?? throw new FormatException($"'{window}' is no part of a day such as 16:30-00:30")
            : null,
        ServiceTier = ServiceTier.Of(JsonInput.Text(element, "tier")),
        Currency = JsonInput.Text(element, "currency") ?? CurrencyCode.Usd,
        TierRule = JsonInput.IsObject(element, "rule", out JsonElement rule) ? ReadTierRule(rule) : ContextTierRule.Default,
        RegionMultipliers = JsonInput.IsObject(element, "regions", out JsonElement regions)
            ? regions.EnumerateObject().ToDictionary(static region => region.Name, static region => Amount(region.Value))
            : ImmutableDictionary<string, decimal>.Empty,
    };

    private static Rate ReadRate(JsonProperty property)
    {
        if (!UsageKinds.TryParse(property.Name, out UsageKind kind))
        {
            throw new FormatException($"'{property.Name}' is no usage kind");
        }

        if (property.Value.ValueKind != JsonValueKind.Object)
        {
            return new Rate(kind, Amount(property.Value));
        }

        JsonElement above = property.Value.GetProperty("above");
        return new Rate(
            kind,
            Amount(property.Value.GetProperty("amount")),
            property.Value.TryGetProperty("per", out JsonElement per) ? per.GetInt32() : null,
            [.. above.EnumerateObject().Select(static tier => new ContextTier(long.Parse(tier.Name, NumberStyles.None, CultureInfo.InvariantCulture), Amount(tier.Value)))]);
    }

    private static ContextTierRule ReadTierRule(JsonElement rule) =>
        new(Enum.Parse<ContextTierMode>(Need(rule, "mode")), Enum.Parse<ContextTierBasis>(Need(rule, "basis")), rule.GetProperty("inclusive").GetBoolean());

    private static MatchRule? ReadRule(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement rule) ? MatchRuleJson.Read(rule) : null;

    private static DateTimeOffset? ReadMoment(JsonElement element, string name) => JsonInput.Text(element, name) is { } text
        ? CatalogueJsonText.ToMoment(text) ?? throw new FormatException($"'{text}' is no date")
        : null;

    private static decimal Amount(JsonElement element) =>
        JsonInput.TryDecimal(element, out decimal amount) ? amount : throw new FormatException($"{element.GetRawText()} is no exact decimal number");

    private static string Need(JsonElement element, string name) => JsonInput.Text(element, name) ?? throw new FormatException($"'{name}' is missing");

    private JsonElement.ArrayEnumerator Items(string name) =>
        root.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new PriceCatalogueFormatException($"{source} has no list '{name}'. Write it again with PriceCatalogueJson.Write.");

    private T Guard<T>(JsonElement element, Func<JsonElement, T> read)
    {
        try
        {
            return read(element);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or OverflowException)
        {
            string text = element.GetRawText();
            throw new PriceCatalogueFormatException(
                $"{source} has an entry that cannot be read: {fault.Message} The entry begins with {text[..Math.Min(text.Length, 80)]}. Write it again with PriceCatalogueJson.Write.", fault);
        }
    }
}
