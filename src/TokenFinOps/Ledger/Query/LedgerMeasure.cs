namespace TokenFinOps.Ledger.Query;

/// <summary>What the rows of a report can be ranked by.</summary>
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
}
