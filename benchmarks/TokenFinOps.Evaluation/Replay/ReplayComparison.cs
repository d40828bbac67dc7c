using System.Globalization;
using System.Text.Json;
using TokenFinOps.Evaluation.Oracle;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>Compares a ledger's totals with the expected ones, exactly.</summary>
internal sealed class ReplayComparison
{
    /// <summary>Gets how many totals were compared.</summary>
    public int Compared { get; private set; }

    public List<string> Mismatches { get; } = [];

    /// <summary>Gets the names of expectations that are no totals of a ledger, such as forecasts.</summary>
    public SortedSet<string> Skipped { get; } = new(StringComparer.Ordinal);

    public void Compare(ReplayGroup group, ReplayPlan plan, ReplayTotals totals)
    {
        foreach (JsonProperty expected in group.Expected.EnumerateObject())
        {
            bool isOtherCost = ReplayPlan.IsCost(expected.Name) && expected.Name != plan.CostName;
            bool isOfCache = expected.Name.Contains("cache_read", StringComparison.Ordinal) || expected.Name == "cache_hit_rate";
            if (isOtherCost || (isOfCache && !plan.ReportsCache))
            {
                continue;
            }

            if (!IsTotal(expected.Name))
            {
                Skipped.Add(expected.Name);
                continue;
            }

            Compare($"{group.Name} {expected.Name}", expected.Value, Actual(expected.Name, totals));
        }
    }

    private static bool IsTotal(string name) => ReplayPlan.IsCost(name) || name is "rows" or "requests" or "clients" or "hours" or "context_tokens" or "input_tokens"
        or "generated_tokens" or "output_tokens" or "reasoning_tokens" or "prefix_cache_read_tokens_infinite_cache" or "cache_hit_rate";

    private static decimal? Actual(string name, ReplayTotals totals) => name switch
    {
        "rows" => totals.Entries,
        "requests" => totals.Requests,
        "clients" => totals.Clients,
        "hours" => totals.Hours,
        "context_tokens" or "input_tokens" => totals.Input,
        "generated_tokens" or "output_tokens" => totals.Output,
        "reasoning_tokens" => totals.Reasoning,
        "prefix_cache_read_tokens_infinite_cache" => totals.CachedInput,
        "cache_hit_rate" => totals.Input == 0 ? null : decimal.Round(totals.CachedInput / totals.Input, 6),
        _ => totals.Cost,
    };

    private void Compare(string name, JsonElement expected, decimal? actual)
    {
        Compared++;
        if (!OracleJson.TryDecimal(expected, out decimal value))
        {
            throw new EvaluationException($"The expected total '{name}' is {expected.GetRawText()}, which is no decimal number.");
        }

        if (actual != value)
        {
            Mismatches.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: expected {value}, the ledger says {actual?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}"));
        }
    }
}
