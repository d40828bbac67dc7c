using System.Text.Json;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Makes a rate card of the inline prices of a case, e.g. <c>{"input_mtok": "2.5", "web_searches_kcount": "10"}</c>.</summary>
internal static class PriceSheet
{
    private static readonly (string Suffix, string Unit, int Per)[] Units =
    [
        ("_mtok", "_tokens", 1_000_000),
        ("_kcount", string.Empty, 1_000),
        ("_kpages", "_pages", 1_000),
        ("_hours", "_seconds", 3_600),
        ("_mchars", "_characters", 1_000_000),
        ("_gpixels", "_pixels", 1_000_000_000),
    ];

    /// <exception cref="ArgumentException">A price is none, as the SDK says.</exception>
    /// <exception cref="NotADecimalException">A price is <c>NaN</c> or infinite, which <see cref="decimal"/> cannot even say.</exception>
    public static RateCard Card(JsonElement prices, OracleContext context, ICollection<string> ignored)
    {
        var rates = new List<Rate>();
        foreach (JsonProperty price in prices.EnumerateObject())
        {
            if (price.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (UnitOf(price.Name) is var (kind, per))
            {
                rates.Add(RateOf(kind, per, price.Value));
            }
            else
            {
                ignored.Add(price.Name);
            }
        }

        return new RateCard(rates)
        {
            TierRule = context.TierRule,
            ServiceTier = ServiceTier.Of(context.ServiceTier),
            RegionMultipliers = context is { Multiplier: { } multiplier, Region: { } region }
                ? new Dictionary<string, decimal> { [region] = multiplier }
                : new Dictionary<string, decimal>(),
        };
    }

    private static (UsageKind Kind, int Per)? UnitOf(string key)
    {
        foreach ((string suffix, string unit, int per) in Units)
        {
            if (key.EndsWith(suffix, StringComparison.Ordinal) && UsageKinds.TryParse(key[..^suffix.Length] + unit, out UsageKind kind))
            {
                return (kind, per);
            }
        }

        return null;
    }

    private static Rate RateOf(UsageKind kind, int per, JsonElement price)
    {
        if (price.ValueKind != JsonValueKind.Object)
        {
            return new Rate(kind, Amount(price), per);
        }

        ContextTier[] tiers = OracleJson.TryGet(price, "tiers", out JsonElement list)
            ? [.. list.EnumerateArray().Select(static tier => new ContextTier(tier.GetProperty("start").GetInt64(), Amount(tier.GetProperty("price"))))]
            : [];
        return new Rate(kind, Amount(price.GetProperty("base")), per, tiers);
    }

    private static decimal Amount(JsonElement price) =>
        OracleJson.TryDecimal(price, out decimal amount) ? amount : throw new NotADecimalException(price.GetRawText());
}
