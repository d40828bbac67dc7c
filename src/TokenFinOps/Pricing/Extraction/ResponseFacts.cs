using System.Text.Json;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>What responses say beside their counts.</summary>
internal static class ResponseFacts
{
    private const string OnDemandPrefix = "ON_DEMAND_";

    private static readonly UsagePath[] Ids = ["id", "responseId", "response.id", "message.id"];
    private static readonly UsagePath[] Tiers = ["service_tier", "serviceTier", "serviceTier.type", "response.service_tier"];
    private static readonly UsagePath TrafficType = "trafficType";
    private static readonly UsagePath Speed = "speed";

    public static string? IdOf(JsonElement body) => FirstText(body, Ids);

    /// <summary>Gets the service tier, which providers put beside or into the usage.</summary>
    public static ServiceTier? ServiceTierOf(JsonElement body, UsagePath root)
    {
        if (!root.TryFind(body, out JsonElement usage))
        {
            return null;
        }

        // Anthropic's fast mode has its own prices but reports the standard tier.
        if (Speed.FindText(usage) is { } speed && !speed.Equals("standard", StringComparison.OrdinalIgnoreCase))
        {
            return ServiceTier.Of(speed);
        }

        string? name = FirstText(usage, Tiers) ?? FirstText(body, Tiers);
        return name is null ? OfTraffic(TrafficType.FindText(usage)) : ServiceTier.Of(name);
    }

    // Vertex names the quota that was used: ON_DEMAND, ON_DEMAND_PRIORITY, ON_DEMAND_FLEX, PROVISIONED_THROUGHPUT.
    private static ServiceTier? OfTraffic(string? type) => type switch
    {
        null or "TRAFFIC_TYPE_UNSPECIFIED" => null,
        _ when type.StartsWith(OnDemandPrefix, StringComparison.OrdinalIgnoreCase) => ServiceTier.Of(type[OnDemandPrefix.Length..]),
        _ => ServiceTier.Of(type),
    };

    private static string? FirstText(JsonElement body, UsagePath[] places)
    {
        foreach (UsagePath place in places)
        {
            if (place.FindText(body) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }
}
