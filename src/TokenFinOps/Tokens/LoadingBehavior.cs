namespace TokenFinOps.Tokens;

/// <summary>What a count does while the tokenizer that it needs is not in memory yet.</summary>
public enum LoadingBehavior
{
    /// <summary>Estimate at once and load in the background: no request waits, the first few counts are estimates.</summary>
    Estimate,

    /// <summary>Load and count: the first count takes up to a few hundred milliseconds.</summary>
    Wait,
}
