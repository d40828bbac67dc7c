namespace TokenFinOps.Pricing;

/// <summary>Which tokens are compared with a context threshold.</summary>
public enum ContextTierBasis
{
    /// <summary>All input tokens, cached ones included.</summary>
    TotalInput,

    /// <summary>The input tokens that were neither read from nor written to the prompt cache.</summary>
    UncachedInput,

    /// <summary>All input and output tokens.</summary>
    TotalTokens,
}
