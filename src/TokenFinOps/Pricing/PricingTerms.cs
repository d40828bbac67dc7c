namespace TokenFinOps.Pricing;

/// <summary>What is agreed for a deployment beyond list rates: region, discount and margin, and what to do about missing rates.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record PricingTerms
{
    /// <summary>Gets the terms that change nothing.</summary>
    public static PricingTerms Default { get; } = new();

    /// <summary>Gets the region that serves the deployment, for rate cards with regional multipliers. The default is none.</summary>
    public string? Region { get; init; }

    /// <summary>Gets the discount, margin and fixed amount. The default is <see cref="PriceAdjustment.None"/>.</summary>
    public PriceAdjustment Adjustment { get; init; } = PriceAdjustment.None;

    /// <summary>Gets what happens to parts without a rate. The default is <see cref="MissingRatePolicy.BillAtParentRate"/>.</summary>
    public MissingRatePolicy MissingRates { get; init; } = MissingRatePolicy.BillAtParentRate;
}
