namespace TokenFinOps.Ledger.Query;

/// <summary>What the rows of a report can be ranked by. A row without a value, such as a percentile of no attempts, comes after those that have one.</summary>
public enum LedgerMeasure
{
    /// <summary>The cost after discounts and margins.</summary>
    EffectiveCost,

    /// <summary>The cost at list rates.</summary>
    ListCost,

    /// <summary>Baseline cost less effective cost.</summary>
    Savings,

    /// <summary>How many attempts there were.</summary>
    Attempts,

    /// <summary>How many attempts have no price yet.</summary>
    Unpriced,

    /// <summary>How many attempts failed.</summary>
    Failed,

    /// <summary>Input tokens, cached ones included.</summary>
    InputTokens,

    /// <summary>Output tokens, reasoning included.</summary>
    OutputTokens,

    /// <summary>How long the attempts took together.</summary>
    Duration,

    /// <summary>The amount of one usage kind: that of <see cref="LedgerQuery.MeasuredKind"/>.</summary>
    Usage,

    /// <summary>What the attempts would have cost without the levers, as far as that is known.</summary>
    BaselineCost,

    /// <summary>What answers from the cache saved.</summary>
    CacheSavings,

    /// <summary>What other models than the baseline's saved.</summary>
    RouterSavings,

    /// <summary>What shorter prompts saved.</summary>
    CompressorSavings,

    /// <summary>The effective cost of an attempt that has a price, on average: <see cref="LedgerTotals.CostPerAttempt"/>.</summary>
    CostPerAttempt,

    /// <summary>The share of attempts whose token counts were estimated: <see cref="LedgerTotals.EstimatedShare"/>.</summary>
    EstimatedShare,

    /// <summary>The share of attempts that have no price yet: <see cref="LedgerTotals.UnpricedShare"/>.</summary>
    UnpricedShare,

    /// <summary>The share of attempts that failed: <see cref="LedgerTotals.FailedShare"/>.</summary>
    FailedShare,

    /// <summary>The duration that half of the attempts did not exceed.</summary>
    DurationP50,

    /// <summary>The duration that 95 % of the attempts did not exceed.</summary>
    DurationP95,

    /// <summary>The duration that 99 % of the attempts did not exceed.</summary>
    DurationP99,

    /// <summary>The time to the first update of a stream that 95 % of the streams did not exceed.</summary>
    FirstUpdateP95,

    /// <summary>How many requests were answered from the semantic cache.</summary>
    CacheHits,
}
