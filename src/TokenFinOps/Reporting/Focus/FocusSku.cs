namespace TokenFinOps.Reporting.Focus;

/// <summary>One price of one SKU: all that the rows of a SKU price have in common.</summary>
internal sealed class FocusSku
{
    public required FocusProvider Provider { get; init; }

    public required string SkuId { get; init; }

    public required string SkuPriceId { get; init; }

    public required string Meter { get; init; }

    /// <summary>Gets <c>SkuPriceDetails</c>: a function of <see cref="SkuPriceId"/>, as FOCUS asks.</summary>
    public required string Details { get; init; }

    public required string Description { get; init; }

    public required string ConsumedUnit { get; init; }

    public required string PricingUnit { get; init; }

    /// <summary>Gets the list price of one pricing unit.</summary>
    public required decimal UnitPrice { get; init; }

    /// <summary>Gets how many consumed units make a pricing unit; 0 where the pricing quantity is counted apart.</summary>
    public required int Per { get; init; }

    public required string Currency { get; init; }

    /// <summary>Gets a value indicating whether the price is the provider's own figure for a whole call.</summary>
    public bool IsReported => Per == 0;
}
