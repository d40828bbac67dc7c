using System.Globalization;
using System.Text.Json;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads one model of models.dev.</summary>
internal sealed class ModelsDevModel(string provider, string name, JsonProperty source, RateProvenance provenance, ModelCollector models)
{
    private static readonly (string Key, UsageKind Kind)[] Keys =
    [
        ("input", UsageKind.InputTokens),
        ("output", UsageKind.OutputTokens),
        ("cache_read", UsageKind.CacheReadTokens),
        ("cache_write", UsageKind.CacheWriteTokens),
        ("reasoning", UsageKind.OutputReasoningTokens),
        ("input_audio", UsageKind.InputAudioTokens),
        ("output_audio", UsageKind.OutputAudioTokens),
    ];

    public void Read()
    {
        JsonElement model = source.Value;
        if (model.ValueKind != JsonValueKind.Object)
        {
            models.Warn(name, string.Empty, "the model is not an object and was left out");
            return;
        }

        if (!JsonInput.IsObject(model, "cost", out JsonElement cost))
        {
            models.Warn(name, "cost", "the model has no cost and was left out");
            return;
        }

        List<Rate> rates = ReadCost(cost);
        if (rates.Count == 0)
        {
            models.Warn(name, "cost", "the model has no readable price and was left out");
            return;
        }

        if (rates.All(static rate => rate.Amount == 0 && rate.Tiers.All(static tier => tier.Amount == 0)) && !KnownRules.IsFree(source.Name))
        {
            models.Warn(name, "cost", "a price of zero here means a subscription or an unknown price; the model was left out. Set a price of zero yourself if it is free");
            return;
        }

        bool hasLimit = JsonInput.IsObject(model, "limit", out JsonElement limit);
        models.Add(
            new ModelPrices(provider, source.Name, [Card(rates), .. ReadModes(model, rates)])
            {
                ContextWindow = hasLimit ? JsonInput.Count(limit, "context") : null,
                MaxOutputTokens = hasLimit ? JsonInput.Count(limit, "output") : null,
            },
            name);
    }

    private RateCard Card(IEnumerable<Rate> rates, ServiceTier tier = default) =>
        new(rates) { Provenance = provenance, ServiceTier = tier, TierRule = KnownRules.TierRule(provider) };

    private List<Rate> ReadCost(JsonElement cost)
    {
        var tiers = ReadTiers(cost);
        var rates = new List<Rate>();
        foreach (JsonProperty price in cost.EnumerateObject())
        {
            if (price.Name is "tiers" or "context_over_200k" || price.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (!IsKey(price.Name, out UsageKind kind))
            {
                models.Warn(name, $"cost.{price.Name}", "not a key of models.dev; the price was left out");
            }
            else if (TryPrice(price.Value, out decimal amount))
            {
                rates.RemoveAll(rate => rate.Kind == kind);
                rates.Add(new Rate(kind, amount, null, [.. tiers.Where(tier => tier.Value.ContainsKey(kind)).Select(tier => new ContextTier(tier.Key, tier.Value[kind]))]));
            }
            else
            {
                models.Warn(name, $"cost.{price.Name}", "not a price of zero or more");
            }
        }

        foreach (UsageKind kind in tiers.Values.SelectMany(static tier => tier.Keys).Distinct().Where(kind => !rates.Exists(rate => rate.Kind == kind)))
        {
            models.Warn(name, "cost.tiers", $"{kind.Name()} has a price for long contexts but none for short ones; it was left out");
        }

        return rates;
    }

    private SortedDictionary<long, Dictionary<UsageKind, decimal>> ReadTiers(JsonElement cost)
    {
        var tiers = new SortedDictionary<long, Dictionary<UsageKind, decimal>>();
        if (cost.TryGetProperty("tiers", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement tier in list.EnumerateArray())
            {
                if (tier.ValueKind == JsonValueKind.Object
                    && JsonInput.IsObject(tier, "tier", out JsonElement condition)
                    && (JsonInput.Text(condition, "type") ?? "context") == "context"
                    && JsonInput.Count(condition, "size") is { } size)
                {
                    tiers[size] = ReadTier(tier);
                }
                else
                {
                    models.Warn(name, "cost.tiers", "a tier that does not depend on the context's size was left out");
                }
            }
        }

        if (JsonInput.IsObject(cost, "context_over_200k", out JsonElement over))
        {
            tiers.TryAdd(200_000, ReadTier(over));
        }

        return tiers;
    }

    private Dictionary<UsageKind, decimal> ReadTier(JsonElement tier)
    {
        var prices = new Dictionary<UsageKind, decimal>();
        foreach (JsonProperty price in tier.EnumerateObject())
        {
            if (IsKey(price.Name, out UsageKind kind) && TryPrice(price.Value, out decimal amount))
            {
                prices[kind] = amount;
            }
            else if (price.Name != "tier" && price.Value.ValueKind != JsonValueKind.Null)
            {
                models.Warn(name, $"cost.tiers.{price.Name}", "not a price that models.dev knows; it was left out");
            }
        }

        return prices;
    }

    // A mode is asked for by a part of the request; where that is the service tier, its name counts and not the mode's.
    private IEnumerable<RateCard> ReadModes(JsonElement model, List<Rate> standard)
    {
        if (!JsonInput.IsObject(model, "experimental", out JsonElement experimental) || !JsonInput.IsObject(experimental, "modes", out JsonElement modes))
        {
            yield break;
        }

        var seen = new HashSet<ServiceTier>();
        foreach (JsonProperty mode in modes.EnumerateObject())
        {
            if (mode.Value.ValueKind != JsonValueKind.Object || !JsonInput.IsObject(mode.Value, "cost", out JsonElement cost) || ReadCost(cost) is not { Count: > 0 } rates)
            {
                models.Warn(name, $"experimental.modes.{mode.Name}", "the mode has no price of its own");
                continue;
            }

            string? asked = JsonInput.IsObject(mode.Value, "provider", out JsonElement request) && JsonInput.IsObject(request, "body", out JsonElement body)
                ? JsonInput.Text(body, "service_tier")
                : null;
            ServiceTier tier = ServiceTier.Of(asked ?? mode.Name);
            if (tier.IsStandard || !seen.Add(tier))
            {
                models.Warn(name, $"experimental.modes.{mode.Name}", string.Create(CultureInfo.InvariantCulture, $"service tier '{tier}' has a price already"));
                continue;
            }

            yield return Card(RateOverlay.Lay(standard, rates), tier);
        }
    }

    private static bool IsKey(string key, out UsageKind kind)
    {
        (string found, kind) = Array.Find(Keys, entry => entry.Key == key);
        return found is not null;
    }

    private static bool TryPrice(JsonElement element, out decimal price) => JsonInput.TryDecimal(element, out price) && price >= 0;
}
