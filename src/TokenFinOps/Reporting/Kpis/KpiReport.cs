using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Kpis;

/// <summary>The KPIs that a ledger can answer by itself, for one period and currency. What cannot be known is <see langword="null"/>.</summary>
/// <remarks>Immutable and thread-safe. Costs are effective cost, in <see cref="Currency"/>; unpriced calls have no cost in them.</remarks>
public sealed record KpiReport
{
    /// <summary>Gets the ISO 4217 code of the currency.</summary>
    public string Currency { get; init; } = CurrencyCode.Usd;

    /// <summary>Gets the effective cost.</summary>
    public decimal Cost { get; init; }

    /// <summary>Gets how many attempts there were.</summary>
    public long Calls { get; init; }

    /// <summary>Gets the share of calls that have a price, 0 to 1. Below 1 every cost is a lower bound.</summary>
    public decimal? PricedShare { get; init; }

    /// <summary>Gets the cost per API call. See <see cref="UnitCosts.PerCall"/>.</summary>
    public decimal? CostPerCall { get; init; }

    /// <summary>Gets the cost per inference that delivered. See <see cref="UnitCosts.PerInference"/>.</summary>
    public decimal? CostPerInference { get; init; }

    /// <summary>Gets the cost per run. See <see cref="UnitCosts.PerThought"/>. <see langword="null"/> when the ledger no longer has every entry of the period.</summary>
    public decimal? CostPerThought { get; init; }

    /// <summary>Gets the cost per model call of runs with more than one. See <see cref="UnitCosts.PerAgentCycle"/>. Known when <see cref="CostPerThought"/> is.</summary>
    public decimal? CostPerAgentCycle { get; init; }

    /// <summary>Gets the tokens per call. See <see cref="TokenKpis.PerCall"/>.</summary>
    public decimal? TokensPerCall { get; init; }

    /// <summary>Gets the share of input tokens read from the prompt cache. See <see cref="TokenKpis.CacheHitRate"/>.</summary>
    public decimal? CacheHitRate { get; init; }

    /// <summary>Gets the share of output tokens that are reasoning. See <see cref="TokenKpis.ReasoningRatio"/>.</summary>
    public decimal? ReasoningRatio { get; init; }

    /// <summary>Gets the share of calls that failed. See <see cref="TokenKpis.ErrorRate"/>.</summary>
    public decimal? ErrorRate { get; init; }

    /// <summary>Gets the share of the cost that failed calls are. See <see cref="TokenKpis.WasteShare"/>.</summary>
    public decimal? FailedCostShare { get; init; }

    /// <summary>Gets what discounts save. See <see cref="SavingsKpis.EffectiveSavingsRate"/>.</summary>
    public decimal? EffectiveSavingsRate { get; init; }

    /// <summary>Gets the cost that has every required tag, in percent. See <see cref="AllocationKpis.TagCompliance"/>.</summary>
    public decimal? TagCompliance { get; init; }
}
