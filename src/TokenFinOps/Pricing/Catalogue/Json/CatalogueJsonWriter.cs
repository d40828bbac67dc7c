using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Pricing.Catalogue.Json;

/// <summary>Writes one catalogue.</summary>
internal sealed class CatalogueJsonWriter(PriceCatalogue catalogue, Stream stream)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<RateProvenance, int> _provenances = [];
    private readonly ArrayBufferWriter<byte> _line = new();

    public void Write()
    {
        foreach (RateCard card in catalogue.Models.SelectMany(static model => model.Cards))
        {
            _provenances.TryAdd(card.Provenance, _provenances.Count);
        }

        Put("{\n");
        Put($"\"format\":{PriceCatalogueJson.FormatVersion.ToString(CultureInfo.InvariantCulture)},\n\"version\":");
        PutValue(writer => writer.WriteStringValue(catalogue.Version));
        if (catalogue.Date is { } date)
        {
            Put(",\n\"date\":");
            PutValue(writer => writer.WriteStringValue(CatalogueJsonText.Of(date)));
        }

        PutList("sources", catalogue.Sources, WriteProvenance);
        PutList("provenances", _provenances.OrderBy(static entry => entry.Value).Select(static entry => entry.Key), WriteProvenance);
        PutList("providers", catalogue.Providers, WriteProvider);
        PutList("models", catalogue.Models, WriteModel);
        Put("\n}\n");
    }

    private static void WriteProvenance(Utf8JsonWriter writer, RateProvenance provenance)
    {
        writer.WriteStartObject();
        writer.WriteString("catalogue", provenance.Catalogue);
        WriteOptional(writer, "url", provenance.Url);
        WriteOptional(writer, "checked", provenance.CheckedOn is { } day ? CatalogueJsonText.Of(day) : null);
        WriteOptional(writer, "licence", provenance.Licence);
        writer.WriteEndObject();
    }

    private static void WriteProvider(Utf8JsonWriter writer, CatalogueProvider provider)
    {
        writer.WriteStartObject();
        writer.WriteString("id", provider.Id);
        writer.WriteString("name", provider.Name);
        WriteRule(writer, "endpoint", provider.EndpointMatch);
        WriteRule(writer, "models", provider.ModelMatch);
        WriteRule(writer, "names", provider.ProviderMatch);
        if (!provider.FallbackProviders.IsEmpty)
        {
            writer.WriteStartArray("fallback");
            foreach (string fallback in provider.FallbackProviders)
            {
                writer.WriteStringValue(fallback);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void WriteModel(Utf8JsonWriter writer, ModelPrices model)
    {
        writer.WriteStartObject();
        writer.WriteString("provider", model.Provider);
        writer.WriteString("model", model.Model);
        WriteRule(writer, "match", model.Match);
        WriteOptional(writer, "context", model.ContextWindow);
        WriteOptional(writer, "output", model.MaxOutputTokens);
        writer.WriteStartArray("cards");
        foreach (RateCard card in model.Cards)
        {
            WriteCard(writer, card);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteCard(Utf8JsonWriter writer, RateCard card)
    {
        writer.WriteStartObject();
        writer.WriteNumber("source", _provenances[card.Provenance]);
        WriteOptional(writer, "from", card.EffectiveFrom == DateTimeOffset.MinValue ? null : CatalogueJsonText.Of(card.EffectiveFrom));
        WriteOptional(writer, "to", card.EffectiveTo == DateTimeOffset.MaxValue ? null : CatalogueJsonText.Of(card.EffectiveTo));
        WriteOptional(writer, "window", card.Window is { } window ? CatalogueJsonText.Of(window) : null);
        WriteOptional(writer, "tier", card.ServiceTier.IsStandard ? null : card.ServiceTier.Name);
        WriteOptional(writer, "currency", card.Currency == CurrencyCode.Usd ? null : card.Currency);
        if (card.TierRule != ContextTierRule.Default && card.HasTiers)
        {
            WriteTierRule(writer, card.TierRule);
        }

        if (card.RegionMultipliers.Count > 0)
        {
            writer.WriteStartObject("regions");
            foreach ((string region, decimal multiplier) in card.RegionMultipliers.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
            {
                writer.WriteNumber(region, CatalogueJsonText.Plain(multiplier));
            }

            writer.WriteEndObject();
        }

        writer.WriteStartObject("rates");
        foreach (Rate rate in card.Rates)
        {
            WriteRate(writer, rate);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTierRule(Utf8JsonWriter writer, ContextTierRule rule)
    {
        writer.WriteStartObject("rule");
        writer.WriteString("mode", rule.Mode.ToString());
        writer.WriteString("basis", rule.Basis.ToString());
        writer.WriteBoolean("inclusive", rule.Inclusive);
        writer.WriteEndObject();
    }

    private static void WriteRate(Utf8JsonWriter writer, Rate rate)
    {
        if (rate.Tiers.IsEmpty && rate.Per == rate.Kind.QuotedPer())
        {
            writer.WriteNumber(rate.Kind.Name(), CatalogueJsonText.Plain(rate.Amount));
            return;
        }

        writer.WriteStartObject(rate.Kind.Name());
        writer.WriteNumber("amount", CatalogueJsonText.Plain(rate.Amount));
        if (rate.Per != rate.Kind.QuotedPer())
        {
            writer.WriteNumber("per", rate.Per);
        }

        writer.WriteStartObject("above");
        foreach (ContextTier tier in rate.Tiers)
        {
            writer.WriteNumber(tier.Threshold.ToString(CultureInfo.InvariantCulture), CatalogueJsonText.Plain(tier.Amount));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter writer, string name, MatchRule? rule)
    {
        if (rule is not null)
        {
            writer.WritePropertyName(name);
            MatchRuleJson.Write(writer, rule);
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private void PutList<T>(string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        Put($",\n\"{name}\":[");
        string separator = "\n";
        foreach (T item in items)
        {
            Put(separator);
            PutValue(writer => write(writer, item));
            separator = ",\n";
        }

        Put("]");
    }

    private void PutValue(Action<Utf8JsonWriter> write)
    {
        _line.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_line, Options))
        {
            write(writer);
        }

        stream.Write(_line.WrittenSpan);
    }

    private void Put(string text) => stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
}
