using System.Globalization;
using System.Text.Json;

namespace TokenFinOps.Pricing.Catalogue.Import;

/// <summary>Reads the price tables inside LiteLLM's models: <c>tiered_pricing</c> and <c>off_peak_pricing</c>.</summary>
internal static class LiteLlmTables
{
    private static readonly UsageKind[] CacheKinds = [UsageKind.CacheReadTokens, UsageKind.CacheWriteTokens, UsageKind.CacheWrite1hTokens];

    /// <summary>Replaces the standard prices with those of a table by context length. A tier without an input price is no tier.</summary>
    public static List<Rate> ReadTieredPricing(JsonElement model, List<Rate> standard, Action<string, string> warn)
    {
        if (!model.TryGetProperty("tiered_pricing", out JsonElement table) || table.ValueKind != JsonValueKind.Array)
        {
            return standard;
        }

        var tiers = new SortedDictionary<long, Dictionary<UsageKind, decimal>>();
        foreach (JsonElement tier in table.EnumerateArray())
        {
            if (tier.ValueKind == JsonValueKind.Object && LowerBound(tier) is { } from && ReadPrices(tier, warn) is var prices && prices.ContainsKey(UsageKind.InputTokens))
            {
                tiers[from] = prices;
            }
            else
            {
                warn("tiered_pricing", "a tier needs a range of tokens and a price of input; it was left out");
            }
        }

        return tiers.Count == 0 ? standard : [.. Ladders(tiers, standard)];
    }

    /// <summary>Reads the prices of off-peak hours, each with its part of the day in UTC.</summary>
    public static IEnumerable<(DailyWindow Window, List<Rate> Rates)> ReadOffPeak(JsonElement model, string name, ModelCollector models, Action<string, string> warn)
    {
        const string Key = "off_peak_pricing";
        if (!JsonInput.IsObject(model, Key, out JsonElement offPeak))
        {
            return [];
        }

        var rates = new LiteLlmRates(name, models);
        foreach (JsonProperty property in offPeak.EnumerateObject())
        {
            if (LiteLlmPriceKey.TryParse(property.Name, null, out LiteLlmPriceKey key) && JsonInput.TryDecimal(property.Value, out decimal price) && key.Tier.IsStandard)
            {
                rates.Add(key, price, $"{Key}.{property.Name}");
            }
            else if (property.Name is not ("hours_utc" or "windows" or "weekday_timezone" or "weekdays"))
            {
                warn($"{Key}.{property.Name}", "no rate can express this price; it was left out");
            }
        }

        List<Rate> special = rates.Of(ServiceTier.Standard);
        List<DailyWindow> windows = ReadWindows(offPeak, reason => warn(Key, reason));
        return special.Count == 0 ? [] : windows.Select(window => (window, special));
    }

    private static List<DailyWindow> ReadWindows(JsonElement offPeak, Action<string> warn)
    {
        var windows = new List<DailyWindow>();
        if (IsEveryDay(offPeak))
        {
            AddHours(offPeak, windows, warn);
        }
        else
        {
            warn("hours that apply on some weekdays only cannot be expressed; the standard price was kept for them");
        }

        if (offPeak.TryGetProperty("windows", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement window in list.EnumerateArray())
            {
                if (window.ValueKind == JsonValueKind.Object && IsEveryDay(window))
                {
                    AddHours(window, windows, warn);
                }
                else
                {
                    warn("hours that apply on some weekdays only cannot be expressed; the standard price was kept for them");
                }
            }
        }

        if (windows.Count == 0)
        {
            warn("there are no hours that can be expressed");
        }

        return windows;
    }

    private static bool IsEveryDay(JsonElement window) =>
        !window.TryGetProperty("weekdays", out JsonElement days)
        || days.ValueKind != JsonValueKind.Array
        || days.EnumerateArray().Select(static day => day.GetRawText()).Distinct(StringComparer.OrdinalIgnoreCase).Count() is 0 or 7;

    private static void AddHours(JsonElement window, List<DailyWindow> windows, Action<string> warn)
    {
        if (!window.TryGetProperty("hours_utc", out JsonElement hours))
        {
            return;
        }

        foreach (JsonElement text in hours.ValueKind == JsonValueKind.Array ? hours.EnumerateArray().ToArray() : [hours])
        {
            string[] ends = (text.ValueKind == JsonValueKind.String ? text.GetString()! : string.Empty).Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length == 2 && TryTime(ends[0], out TimeOnly start) && TryTime(ends[1], out TimeOnly end))
            {
                windows.Add(new DailyWindow(start, end));
            }
            else
            {
                warn($"hours such as 16:30-00:30 are expected, not {text.GetRawText()}");
            }
        }
    }

    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text == "24:00" ? "00:00" : text, ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static long? LowerBound(JsonElement tier) =>
        tier.TryGetProperty("range", out JsonElement range)
        && range.ValueKind == JsonValueKind.Array
        && range.GetArrayLength() > 0
        && JsonInput.TryDecimal(range[0], out decimal from)
        && from is >= 0 and < long.MaxValue
            ? (long)from
            : null;

    private static Dictionary<UsageKind, decimal> ReadPrices(JsonElement tier, Action<string, string> warn)
    {
        var prices = new Dictionary<UsageKind, decimal>();
        foreach (JsonProperty property in tier.EnumerateObject().Where(static property => property.Name != "range"))
        {
            if (LiteLlmPriceKey.TryParse(property.Name, null, out LiteLlmPriceKey key)
                && key is { Tier.IsStandard: true, Threshold: 0 }
                && key.Kind.IsTokens()
                && JsonInput.TryDecimal(property.Value, out decimal price)
                && price is >= 0 and < 1_000_000m)
            {
                prices[key.Kind] = price * key.Per;
            }
            else if (LiteLlmPriceKey.IsAboutCost(property.Name))
            {
                warn($"tiered_pricing.{property.Name}", "not a price by the token; it was left out");
            }
        }

        return prices;
    }

    private static IEnumerable<Rate> Ladders(SortedDictionary<long, Dictionary<UsageKind, decimal>> tiers, List<Rate> standard)
    {
        UsageKind[] kinds = [.. tiers.Values.SelectMany(static tier => tier.Keys).Distinct()];
        foreach (UsageKind kind in kinds.Union(standard.Where(static rate => rate.Kind == UsageKind.OutputTokens || Array.IndexOf(CacheKinds, rate.Kind) >= 0).Select(static rate => rate.Kind)))
        {
            Rate? own = standard.Find(rate => rate.Kind == kind);
            (long From, decimal Amount)[] steps = [.. tiers.Select(tier => (tier.Key, PriceIn(tier.Value, kind, own, standard))).Where(static step => step.Item2 is not null).Select(static step => (step.Key, step.Item2!.Value))];
            if (steps.Length == 0)
            {
                continue;
            }

            // Below the lowest tier the model's own price holds, where it has one.
            decimal first = steps[0].From > 0 && own is not null ? own.Amount : steps[0].Amount;
            yield return new Rate(kind, first, null, [.. steps.Where(step => step.From > 0).Select(static step => new ContextTier(step.From, step.Amount))]);
        }

        foreach (Rate rate in standard.Where(rate => Array.IndexOf(kinds, rate.Kind) < 0 && rate.Kind != UsageKind.OutputTokens && Array.IndexOf(CacheKinds, rate.Kind) < 0))
        {
            yield return rate;
        }
    }

    // What a tier leaves out: output costs what the model's output costs, cached tokens what the tier's input costs, reasoning what its output costs.
    private static decimal? PriceIn(Dictionary<UsageKind, decimal> tier, UsageKind kind, Rate? own, List<Rate> standard)
    {
        if (tier.TryGetValue(kind, out decimal price))
        {
            return price;
        }

        return kind switch
        {
            _ when Array.IndexOf(CacheKinds, kind) >= 0 => tier[UsageKind.InputTokens],
            UsageKind.OutputReasoningTokens when tier.TryGetValue(UsageKind.OutputTokens, out decimal output) => output,
            UsageKind.OutputReasoningTokens => own?.Amount ?? standard.Find(static rate => rate.Kind == UsageKind.OutputTokens)?.Amount,
            _ => own?.Amount,
        };
    }
}
