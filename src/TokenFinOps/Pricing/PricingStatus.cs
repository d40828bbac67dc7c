namespace TokenFinOps.Pricing;

/// <summary>Whether a call could be priced. Unknown is not zero.</summary>
public enum PricingStatus : byte
{
    /// <summary>Nothing of the call could be priced: its cost is unknown.</summary>
    Unpriced,

    /// <summary>A part of the usage has no rate: the cost is a lower bound, and what is missing is named.</summary>
    PartiallyPriced,

    /// <summary>Everything that was reported is priced.</summary>
    Priced,
}
