using System.Text.Json;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tool.Output;

/// <summary>Writes the sums of entries into an open JSON object.</summary>
internal static class TotalsJson
{
    public static void Write(Utf8JsonWriter writer, LedgerTotals totals)
    {
        writer.WriteString("currency", totals.Currency);
        writer.WriteNumber("effective_cost", totals.EffectiveCost);
        writer.WriteNumber("list_cost", totals.ListCost);
        writer.WriteNumber("baseline_cost", totals.BaselineCost);
        writer.WriteNumber("savings", totals.Savings);
        writer.WriteNumber("attempts", totals.Attempts);
        writer.WriteNumber("cache_hits", totals.CacheHits);
        writer.WriteNumber("unpriced", totals.Unpriced);
        writer.WriteNumber("partially_priced", totals.PartiallyPriced);
        writer.WriteNumber("estimated_usage", totals.EstimatedUsage);
        writer.WriteNumber("unknown_usage", totals.UnknownUsage);
        writer.WriteNumber("failed", totals.Failed);
        writer.WriteNumber("cancelled", totals.Cancelled);
        writer.WriteNumber("abandoned", totals.Abandoned);
        writer.WriteNumber("corrections", totals.Corrections);
        writer.WriteStartObject("usage");
        foreach (UsageKind kind in totals.Usage.Kinds)
        {
            writer.WriteNumber(kind.Name(), totals.Usage[kind]);
        }

        writer.WriteEndObject();
    }
}
