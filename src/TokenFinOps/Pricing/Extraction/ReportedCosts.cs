using System.Text.Json;

namespace TokenFinOps.Pricing.Extraction;

/// <summary>Reads the cost of a call from the responses of the providers that report it.</summary>
internal static class ReportedCosts
{
    private static readonly UsagePath OpenRouterCost = "usage.cost";
    private static readonly UsagePath OpenRouterOwnKey = "usage.is_byok";
    private static readonly UsagePath OpenRouterUpstream = "usage.cost_details.upstream_inference_cost";
    private static readonly UsagePath PerplexityCost = "usage.cost.total_cost";
    private static readonly UsagePath XaiTicks = "usage.cost_in_usd_ticks";

    // docs.x.ai, Cost Tracking: 1 USD = 10,000,000,000 ticks.
    private const decimal DollarsPerTick = 0.0000000001m;

    public static decimal? Of(JsonElement body, string provider, ref PricingIssues issues) => provider switch
    {
        "openrouter" => OfOpenRouter(body, ref issues),
        "perplexity" => Read(body, PerplexityCost, ref issues),
        "x-ai" => Read(body, XaiTicks, ref issues) * DollarsPerTick,
        _ => null,
    };

    // With the user's own key, OpenRouter reports its fee as the cost, and what the provider bills to that key apart.
    private static decimal? OfOpenRouter(JsonElement body, ref PricingIssues issues)
    {
        decimal? cost = Read(body, OpenRouterCost, ref issues);
        bool isOwnKey = OpenRouterOwnKey.TryFind(body, out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
        return isOwnKey ? cost + (Read(body, OpenRouterUpstream, ref issues) ?? 0m) : cost;
    }

    private static decimal? Read(JsonElement body, UsagePath path, ref PricingIssues issues)
    {
        if (!path.TryFind(body, out JsonElement value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal cost) && cost is >= 0 and <= 1_000_000_000_000_000_000m)
        {
            return cost;
        }

        issues |= PricingIssues.InvalidReportedCost;
        return null;
    }
}
