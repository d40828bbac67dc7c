using System.Globalization;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Kpis;

namespace TokenFinOps.Evaluation.Kpis;

/// <summary>Says which function of the SDK answers which KPI of an oracle.</summary>
internal static class KpiFormulas
{
    private const string PromptCache = "prompt_cache";
    private const string Proportional = "shared_cost_proportional";

    private static readonly Dictionary<string, Func<KpiInputs, decimal?>> Numbers = new(StringComparer.Ordinal)
    {
        ["cost_per_api_call"] = static of => UnitCosts.PerCall(of["cost"], of["calls"]),
        ["cost_per_inference"] = static of => UnitCosts.PerInference(of["cost"], of["calls", "inferences"], of.Or(0, "failed")),
        ["cost_per_thought"] = static of => UnitCosts.PerThought(of["cost"], of["traces", "thoughts"]),
        ["cost_per_agent_cycle"] = static of => UnitCosts.PerAgentCycle(of["cost"], of["iterations", "cycles"]),
        ["cost_per_outcome"] = static of => UnitCosts.PerOutcome(of["cost"], of["outcomes"]),
        ["training_cost_efficiency"] = static of => UnitCosts.TrainingEfficiency(of["cost"], of["accuracy_points", "points", "metric"]),
        ["cache_hit_rate"] = static of => TokenKpis.CacheHitRate(of["cache_read", "cache_read_tokens"], of["input", "input_tokens"]),
        ["reasoning_token_ratio"] = static of => TokenKpis.ReasoningRatio(of["reasoning", "reasoning_tokens"], of["output", "output_tokens"]),
        ["llm_error_rate"] = static of => TokenKpis.ErrorRate(of["failed"], of["calls", "total"]),
        ["computational_waste"] = static of => TokenKpis.WasteShare(of["waste"], of["total"]),
        ["roi_pct"] = static of => ValueKpis.ReturnOnInvestment(of["benefit"], of["cost"]),
        ["gross_margin"] = static of => ValueKpis.GrossMargin(of["revenue"], of["cost"]),
        ["time_to_achieve_business_value"] = static of => ValueKpis.DaysToValue(of["value"], of["daily_cost", "daily"]),
        ["cpi"] = static of => ValueKpis.CostPerformance(of["budget", "budgeted"], of["expected"], of["actual"], of["cost"]),
        ["coin"] = static of => SavingsKpis.CostOptimizationIndex(of.Sum("savings"), of["total"]),
        ["effective_savings_rate"] = static of => SavingsKpis.EffectiveSavingsRate(of["actual", "effective"], of["on_demand", "list"]),
        ["commitment_utilization"] = static of => SavingsKpis.CommitmentUtilization(of["used"], of["total", "commitment"]),
        ["gl_recharge_rate"] = static of => AllocationKpis.RechargeRate(of["gl", "posted"], of["actual"]),
        ["allocation_accuracy"] = static of => AllocationKpis.AllocationAccuracy(of["direct"], of["total"]),
        ["unallocated"] = static of => AllocationKpis.Unallocated(of["unallocated"], of["total"]),
        ["tag_compliance"] = static of => AllocationKpis.TagCompliance(of["compliant"], of["total"]),
        ["forecast_accuracy_rate"] = static of => ForecastKpis.Accuracy(of["forecast"], of["actual"]),
        ["forecast_drift_rate"] = static of => ForecastKpis.Drift(of["forecast", "new"], of["previous"]),
        ["budget_variance"] = static of => ForecastKpis.BudgetVariance(of["budget"], of["forecast"]),
        ["budget_burn_rate"] = static of => ForecastKpis.BurnRate(of["spend", "actual"], of["days", "period"]),
        ["anomaly_cost_avoidance"] = static of => AnomalyKpis.CostAvoidance(of["daily", "spend"], of["days"]),
        ["unpredicted_variance"] = static of => AnomalyKpis.UnpredictedVariance(of["anomaly"], of["predicted"]),
    };

    /// <summary>Works a case out.</summary>
    /// <returns>The results by name, numbers as decimals and others as texts; <see langword="null"/> for a KPI that is not known.</returns>
    /// <exception cref="EvaluationException">An input is missing.</exception>
    public static IReadOnlyDictionary<string, object>? Evaluate(KpiCase each)
    {
        if (each.Id.StartsWith(PromptCache, StringComparison.Ordinal))
        {
            return PromptCacheFormula.Evaluate(each.Formula);
        }

        if (each.Id.StartsWith(Proportional, StringComparison.Ordinal))
        {
            return Allocated(each);
        }

        if (each.Id.StartsWith("anomaly_cost_pct", StringComparison.Ordinal))
        {
            return Anomaly(each.Inputs);
        }

        // The longest name that the id begins with: ids go on where a KPI has several cases.
        string? name = Numbers.Keys.Where(name => each.Id.StartsWith(name, StringComparison.Ordinal)).MaxBy(static name => name.Length);
        return name is null ? null
            : Numbers[name](each.Inputs) is { } number ? new Dictionary<string, object> { [KpiCase.Single] = number }
            : throw new EvaluationException("the inputs leave nothing to divide by");
    }

    private static Dictionary<string, object> Anomaly(KpiInputs inputs)
    {
        decimal percent = AnomalyKpis.CostPercent(inputs["anomaly"], inputs["total"]) ?? throw new EvaluationException("there is no spend to compare with");
        return new() { ["pct"] = percent, ["band"] = AnomalyKpis.BandOf(percent).ToString() };
    }

    private static Dictionary<string, object> Allocated(KpiCase each)
    {
        decimal shared = each.Inputs["shared"];
        AllocationBase[] bases = [.. each.Inputs.Named("spend").Select(static spend => new AllocationBase(spend.Name) { EffectiveCost = spend.Value })];
        PoolAllocation allocation = CostAllocator.Allocate(each.Id, shared, AllocationMethod.Proportional, bases, DecimalsOf(each, shared));
        return allocation.Shares.ToDictionary(static share => share.CostCentre, static share => (object)share.Amount);
    }

    // Cents, or as many decimals as the case states and a decimal holds.
    private static int DecimalsOf(KpiCase each, decimal shared)
    {
        int stated = each.Expected.Max(static result => result.Value.Length - (result.Value.IndexOf('.', StringComparison.Ordinal) is var point and >= 0 ? point + 1 : result.Value.Length));
        int room = 27 - decimal.Truncate(Math.Abs(shared)).ToString(CultureInfo.InvariantCulture).Length;
        return Math.Clamp(stated, 2, Math.Max(2, room));
    }
}
