using TokenFinOps.Attribution;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>A charge that the ledger does not hold: a credit, a tax, the storage of a context cache, a fee.</summary>
/// <remarks>
/// Usage and purchases have a quantity and a price; credits, taxes and adjustments have a <see cref="Cost"/>. Immutable and thread-safe.
/// </remarks>
public sealed record FocusCharge
{
    /// <summary>Gets what sort of charge it is.</summary>
    public required FocusChargeCategory Category { get; init; }

    /// <summary>Gets the charge in words.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the id of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the first moment of the period that the charge is for.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Gets the first moment after it.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency. The default is <c>USD</c>.</summary>
    public string Currency { get; init => field = CurrencyCode.Canonical(value); } = CurrencyCode.Usd;

    /// <summary>Gets the cost of a credit, a tax or an adjustment; a credit's is negative. The default is 0.</summary>
    public decimal Cost { get; init; }

    /// <summary>Gets how many <see cref="PricingUnit"/>s are used or bought.</summary>
    public decimal? PricingQuantity { get; init; }

    /// <summary>Gets the unit that the price is for, e.g. <c>1000000 Token-Hours</c>.</summary>
    public string? PricingUnit { get; init; }

    /// <summary>Gets the list price of one <see cref="PricingUnit"/>.</summary>
    public decimal? ListUnitPrice { get; init; }

    /// <summary>Gets the negotiated price of one <see cref="PricingUnit"/>. The default is <see cref="ListUnitPrice"/>.</summary>
    public decimal? ContractedUnitPrice { get; init; }

    /// <summary>Gets how much was consumed; for usage.</summary>
    public decimal? ConsumedQuantity { get; init; }

    /// <summary>Gets the unit of <see cref="ConsumedQuantity"/>, e.g. <c>Token-Hours</c>.</summary>
    public string? ConsumedUnit { get; init; }

    /// <summary>Gets what is sold, e.g. <c>google/gemini-2.5-pro/cache_storage</c>.</summary>
    public string? SkuId { get; init; }

    /// <summary>Gets what is metered, e.g. <c>Context Cache Storage</c>.</summary>
    public string? SkuMeter { get; init; }

    /// <summary>Gets how often the charge comes. The default is usage-based for usage and once for the rest.</summary>
    public FocusChargeFrequency? Frequency { get; init; }

    /// <summary>Gets who pays, or why. The default is nobody.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    internal bool IsPriced => Category is FocusChargeCategory.Usage or FocusChargeCategory.Purchase;

    internal void Validate()
    {
        List<string> faults = [];
        Require(faults, End > Start, $"it ends at {End:u}, not after it starts at {Start:u}");
        Require(faults, Category != FocusChargeCategory.Credit || Cost <= 0, $"a credit's cost is negative, not {Cost}");
        Require(faults, !IsPriced || Cost == 0, "a cost follows from quantity and price here; leave Cost out");
        Require(faults, !IsPriced || (PricingQuantity is not null && PricingUnit is not null && ListUnitPrice is not null && SkuId is not null && SkuMeter is not null),
            "usage and purchases need PricingQuantity, PricingUnit, ListUnitPrice, SkuId and SkuMeter");
        Require(faults, ListUnitPrice is not < 0 && ContractedUnitPrice is not < 0, "a price cannot be negative");
        Require(faults, Category != FocusChargeCategory.Usage || (ConsumedQuantity is not null && ConsumedUnit is not null), "usage needs ConsumedQuantity and ConsumedUnit");
        Require(faults, Category != FocusChargeCategory.Purchase || Frequency != FocusChargeFrequency.UsageBased, "a purchase is made once or recurs");
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The charge '{Description}' is not valid: {string.Join("; ", faults)}.");
        }
    }

    private static void Require(List<string> faults, bool isMet, string fault)
    {
        if (!isMet)
        {
            faults.Add(fault);
        }
    }
}
