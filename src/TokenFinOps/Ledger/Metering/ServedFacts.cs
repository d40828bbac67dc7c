using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Reads what M.E.AI has no property for: the served service tier and the provider's own figure of the cost.</summary>
internal static class ServedFacts
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> TierProperties = new();

    /// <summary>Gets the service tier that the response says it was served in.</summary>
    public static string? ServiceTierOf(object? raw, AdditionalPropertiesDictionary? properties, MeteringOptions options)
    {
        if (raw is not null && options.ServedServiceTier is { } reader)
        {
            return reader(raw);
        }

        return (properties is null ? null : NamedTier(properties)) ?? (raw is null ? null : TierByName(raw));
    }

    /// <summary>Gets the service tier that a request or a response names among its additional properties.</summary>
    public static string? NamedTier(AdditionalPropertiesDictionary properties) => Text(properties, "service_tier") ?? Text(properties, "ServiceTier");

    /// <summary>Gets the provider's own figure of the cost in US dollars; marks one that is not a number or negative.</summary>
    public static decimal? CostOf(object? raw, AdditionalPropertiesDictionary? properties, MeteringOptions options, ref PricingIssues issues)
    {
        if (!options.TrustReportedCost)
        {
            return null;
        }

        decimal? cost = null;
        if (raw is not null && options.ReportedCost is { } reader)
        {
            cost = reader(raw);
        }
        else if (properties is not null && properties.TryGetValue("cost", out object? value) && value is not null && !TryNumber(value, out cost))
        {
            issues |= PricingIssues.InvalidReportedCost;
        }

        if (cost < 0)
        {
            issues |= PricingIssues.InvalidReportedCost;
            return null;
        }

        return cost;
    }

    private static bool TryNumber(object value, out decimal? number)
    {
        number = value switch
        {
            decimal exact => exact,
            long whole => whole,
            int whole => whole,
            double approximate when double.IsFinite(approximate) && Math.Abs(approximate) < 1e15 => (decimal)approximate,
            float approximate when float.IsFinite(approximate) && Math.Abs(approximate) < 1e15f => (decimal)approximate,
            JsonElement { ValueKind: JsonValueKind.Number } json when json.TryGetDecimal(out decimal exact) => exact,
            string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) => exact,
            _ => null,
        };
        return number is not null;
    }

    private static string? Text(AdditionalPropertiesDictionary properties, string key)
    {
        if (!properties.TryGetValue(key, out object? value))
        {
            return null;
        }

        return value switch
        {
            null => null,
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
            JsonElement => null,
            _ => value.ToString(),
        };
    }

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2070",
        Justification = "A convenience for the OpenAI client. Trimmed away, the requested tier counts; MeteringOptions.ServedServiceTier is the way that survives trimming.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "See above.")]
    private static string? TierByName(object raw)
    {
        PropertyInfo? property = TierProperties.GetOrAdd(
            raw.GetType(), static type => type.GetProperty("ServiceTier", BindingFlags.Public | BindingFlags.Instance));
        return property?.GetValue(raw)?.ToString();
    }
}
