using System.Text.Json;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads one model of LiteLLM's catalogue.</summary>
internal sealed class LiteLlmModel(string provider, string id, JsonProperty source, RateProvenance provenance, ModelCollector models)
{
    private readonly JsonElement _model = source.Value;
    private readonly string? _mode = JsonInput.Text(source.Value, "mode");
    private readonly LiteLlmRates _rates = new(source.Name, models);
    private readonly Dictionary<string, decimal> _regions = [];
    private readonly Dictionary<ServiceTier, decimal> _multipliedTiers = [];

    public void Read()
    {
        foreach (JsonProperty property in _model.EnumerateObject())
        {
            if (LiteLlmPriceKey.IsAboutCost(property.Name) && property.Value.ValueKind != JsonValueKind.Null)
            {
                ReadKey(property);
            }
        }

        DropAlternatives();
        List<Rate> standard = LiteLlmTables.ReadTieredPricing(_model, _rates.Of(ServiceTier.Standard), Warn);
        if (standard.Count == 0)
        {
            Warn(string.Empty, "the model has no price that can be expressed and was left out");
            return;
        }

        if (standard.All(static rate => rate.Amount == 0 && rate.Tiers.All(static tier => tier.Amount == 0)) && !KnownRules.IsFree(id))
        {
            Warn(string.Empty, "all its prices are zero, which may mean unknown; the model was left out. Set a price of zero yourself if it is free");
            return;
        }

        models.Add(
            new ModelPrices(provider, id, Cards(standard))
            {
                // A fine-tuned model is called by its base, the organisation and its own id.
                Match = id.StartsWith("ft:", StringComparison.Ordinal) ? MatchRule.StartsWith(id + ":") : null,
                ContextWindow = JsonInput.Count(_model, "max_input_tokens") ?? JsonInput.Count(_model, "max_tokens"),
                MaxOutputTokens = JsonInput.Count(_model, "max_output_tokens"),
            },
            source.Name);
    }

    private List<RateCard> Cards(List<Rate> standard)
    {
        var cards = new List<RateCard> { Card(standard) };
        foreach (ServiceTier tier in _rates.Tiers)
        {
            List<Rate> special = _rates.Of(tier);
            WarnOfKeptTiers(standard, special, tier);
            cards.Add(Card(RateOverlay.Lay(standard, special), tier));
        }

        foreach ((ServiceTier tier, decimal factor) in _multipliedTiers.Where(entry => !cards.Exists(card => card.ServiceTier == entry.Key)))
        {
            cards.Add(Card(standard.Select(rate => Multiply(rate, factor)), tier));
        }

        foreach ((DailyWindow window, List<Rate> rates) in LiteLlmTables.ReadOffPeak(_model, source.Name, models, Warn))
        {
            cards.Add(Card(RateOverlay.Lay(standard, rates), default, window));
        }

        return cards;
    }

    private RateCard Card(IEnumerable<Rate> rates, ServiceTier tier = default, DailyWindow? window = null) => new(rates)
    {
        Provenance = provenance,
        ServiceTier = tier,
        Window = window,
        RegionMultipliers = _regions,
        TierRule = KnownRules.TierRule(provider),
    };

    private static Rate Multiply(Rate rate, decimal factor) => rate.Kind.IsTokens()
        ? new Rate(rate.Kind, rate.Amount * factor, rate.Per, [.. rate.Tiers.Select(tier => tier with { Amount = tier.Amount * factor })])
        : rate;

    private void ReadKey(JsonProperty property)
    {
        const string Uplift = "regional_processing_uplift_multiplier_";
        switch (property.Name)
        {
            case "tiered_pricing" or "off_peak_pricing":
                return;
            case "provider_specific_entry":
                ReadProviderEntry(property.Value);
                return;
            case "search_context_cost_per_query":
                ReadSearch(property);
                return;
            case "file_search_cost_per_1k_calls" when JsonInput.TryDecimal(property.Value, out decimal thousand):
                _rates.Add(new LiteLlmPriceKey(UsageKind.StorageSearches, 1_000, default, 0), thousand / 1_000m, property.Name);
                return;
            case "regional_endpoint_uplift_multiplier":
                ReadRegion("regional", property);
                return;
            case "web_search_billing_unit" when property.Value.ValueKind == JsonValueKind.String && property.Value.ValueEquals("per_query"):
                return;
        }

        if (property.Name.StartsWith(Uplift, StringComparison.Ordinal))
        {
            ReadRegion(property.Name[Uplift.Length..], property);
        }
        else if (!LiteLlmPriceKey.TryParse(property.Name, _mode, out LiteLlmPriceKey key))
        {
            WarnOfUnknown(property);
        }
        else if (JsonInput.TryDecimal(property.Value, out decimal price))
        {
            _rates.Add(key, price, property.Name);
        }
        else
        {
            Warn(property.Name, "not a number that a price can be read from");
        }
    }

    private void ReadSearch(JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("search_context_size_medium", out JsonElement medium)
            || !JsonInput.TryDecimal(medium, out decimal price))
        {
            Warn(property.Name, "there is no price for the medium size of search");
            return;
        }

        _rates.Add(new LiteLlmPriceKey(UsageKind.WebSearches, 1_000, default, 0), price, property.Name);
        if (property.Value.EnumerateObject().Any(size => !JsonInput.TryDecimal(size.Value, out decimal other) || other != price))
        {
            Warn(property.Name, "only the medium size of search can be expressed; the other sizes cost something else");
        }
    }

    private void ReadRegion(string region, JsonProperty property)
    {
        if (JsonInput.TryDecimal(property.Value, out decimal multiplier) && multiplier >= 0)
        {
            _regions[region] = multiplier;
        }
        else
        {
            Warn(property.Name, "not a multiplier of zero or more");
        }
    }

    // {"us": 1.1, "fast": 6.0}: regions and speeds stand side by side.
    private void ReadProviderEntry(JsonElement entry)
    {
        foreach (JsonProperty property in entry.ValueKind == JsonValueKind.Object ? entry.EnumerateObject() : default)
        {
            if (!JsonInput.TryDecimal(property.Value, out decimal factor) || factor < 0)
            {
                Warn($"provider_specific_entry.{property.Name}", "not a multiplier of zero or more");
            }
            else if (property.Name is "fast" or "ultrafast" or "priority" or "flex" or "batch")
            {
                _multipliedTiers[ServiceTier.Of(property.Name)] = factor;
            }
            else
            {
                _regions[property.Name] = factor;
            }
        }
    }

    // Some models are listed twice, by the token and by the letter or picture. Both would bill the same thing twice.
    private void DropAlternatives()
    {
        DropAlternative(UsageKind.InputCharacters, UsageKind.InputTokens);
        DropAlternative(UsageKind.OutputCharacters, UsageKind.OutputTokens);
        DropAlternative(UsageKind.InputImages, UsageKind.InputImageTokens);
        DropAlternative(UsageKind.OutputImages, UsageKind.OutputImageTokens);
    }

    private void DropAlternative(UsageKind other, UsageKind tokens)
    {
        if (_rates.Has(other) && _rates.Has(tokens))
        {
            _rates.Remove(other);
            Warn(other.Name(), $"an alternative to the price of {tokens.Name()}; the price by the token was kept");
        }
    }

    private void WarnOfKeptTiers(List<Rate> standard, List<Rate> special, ServiceTier tier)
    {
        foreach (Rate rate in special.Where(rate => rate.Tiers.IsEmpty && standard.Exists(other => other.Kind == rate.Kind && !other.Tiers.IsEmpty)))
        {
            Warn(rate.Kind.Name(), $"service tier '{tier}' has no price for long contexts; the standard one was kept");
        }
    }

    private void WarnOfUnknown(JsonProperty property)
    {
        // A zero for what cannot be expressed charges nothing and loses nothing.
        if (!(JsonInput.TryDecimal(property.Value, out decimal price) && price == 0))
        {
            Warn(property.Name, "no rate can express this price; it was left out");
        }
    }

    private void Warn(string key, string reason) => models.Warn(source.Name, key, reason);
}
