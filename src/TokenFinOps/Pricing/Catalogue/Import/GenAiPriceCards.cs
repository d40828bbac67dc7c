using System.Globalization;
using System.Text.Json;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Makes rate cards of one model's prices in genai-prices: a price set, or a list of price sets with conditions.</summary>
internal sealed class GenAiPriceCards(string model, RateProvenance provenance, ContextTierRule tierRule, bool isFree, ModelCollector models)
{
    public IReadOnlyList<RateCard> Read(JsonElement prices)
    {
        if (prices.ValueKind == JsonValueKind.Object)
        {
            return [Card(ReadRates(prices))];
        }

        if (prices.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var entries = new List<ConditionalRates>();
        foreach (JsonElement entry in prices.EnumerateArray())
        {
            if (!JsonInput.IsObject(entry, "prices", out JsonElement rates))
            {
                models.Warn(model, "prices", "an entry without prices was left out");
            }
            else if (ReadCondition(entry, out DateTimeOffset from, out DailyWindow? window))
            {
                entries.Add(new ConditionalRates(from, window, ReadRates(rates)));
            }
        }

        return entries.Count == 0 ? [] : [.. PriceTimeline.Of(entries).Select(Card)];
    }

    private RateCard Card(IReadOnlyList<Rate> rates) => new(rates) { Provenance = provenance, TierRule = tierRule };

    private RateCard Card(TimelinePart part) => new(part.Rates)
    {
        Provenance = provenance,
        TierRule = tierRule,
        EffectiveFrom = part.From,
        EffectiveTo = part.To,
        Window = part.Window,
    };

    private List<Rate> ReadRates(JsonElement prices)
    {
        var rates = new List<Rate>();
        foreach (JsonProperty price in prices.EnumerateObject())
        {
            if (!PriceKeys.TryParse(price.Name, out UsageKind kind))
            {
                models.Warn(model, price.Name, "no usage kind has this price");
            }
            else if (price.Value.ValueKind != JsonValueKind.Null && ReadRate(kind, price) is { } rate)
            {
                rates.RemoveAll(other => other.Kind == kind);
                rates.Add(rate);
            }
        }

        if (rates.Count > 0)
        {
            return rates;
        }

        if (isFree)
        {
            return [new Rate(UsageKind.InputTokens, 0), new Rate(UsageKind.OutputTokens, 0)];
        }

        models.Warn(model, "prices", "the model is listed without prices; its calls are unpriced");
        return rates;
    }

    private Rate? ReadRate(UsageKind kind, JsonProperty price)
    {
        if (TryPrice(price.Value, out decimal flat))
        {
            return new Rate(kind, flat);
        }

        if (price.Value.ValueKind != JsonValueKind.Object || !price.Value.TryGetProperty("base", out JsonElement first) || !TryPrice(first, out decimal amount))
        {
            models.Warn(model, price.Name, "not a price of zero or more");
            return null;
        }

        var tiers = new Dictionary<long, ContextTier>();
        if (price.Value.TryGetProperty("tiers", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement tier in list.EnumerateArray())
            {
                if (tier.ValueKind != JsonValueKind.Object
                    || !tier.TryGetProperty("start", out JsonElement start)
                    || !JsonInput.TryDecimal(start, out decimal threshold)
                    || threshold < 0
                    || threshold > long.MaxValue
                    || !tier.TryGetProperty("price", out JsonElement tierPrice)
                    || !TryPrice(tierPrice, out decimal tierAmount))
                {
                    models.Warn(model, price.Name, "a context tier needs a start and a price of zero or more; it was left out");
                    continue;
                }

                tiers[(long)threshold] = new ContextTier((long)threshold, tierAmount);
            }
        }

        return new Rate(kind, amount, null, [.. tiers.Values]);
    }

    private static bool TryPrice(JsonElement element, out decimal price) => JsonInput.TryDecimal(element, out price) && price >= 0;

    private bool ReadCondition(JsonElement entry, out DateTimeOffset from, out DailyWindow? window)
    {
        from = DateTimeOffset.MinValue;
        window = null;
        if (!JsonInput.IsObject(entry, "constraint", out JsonElement constraint))
        {
            return true;
        }

        if (JsonInput.Text(constraint, "start_date") is { } date)
        {
            if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly start))
            {
                from = new DateTimeOffset(start, TimeOnly.MinValue, TimeSpan.Zero);
                return true;
            }
        }
        else if (UtcTime(JsonInput.Text(constraint, "start_time")) is { } begin && UtcTime(JsonInput.Text(constraint, "end_time")) is { } end && begin != end)
        {
            window = new DailyWindow(begin, end);
            return true;
        }

        models.Warn(model, "constraint", $"the condition {constraint.GetRawText()} is not known; its prices were left out");
        return false;
    }

    // "00:30:00Z", "08:30+08:00", or without a zone, which means UTC.
    private static TimeOnly? UtcTime(string? text) =>
        DateTimeOffset.TryParse("2000-01-15T" + text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? TimeOnly.FromTimeSpan(time.UtcDateTime.TimeOfDay)
            : null;
}
