using TokenFinOps.Ledger;

namespace TokenFinOps.Reporting.Focus;

/// <summary>One row of a FOCUS export: what was charged for one SKU price. A property has the name of its column; null is an empty field.</summary>
/// <remarks>Immutable and thread-safe. Costs and prices are exact, in <see cref="BillingCurrency"/>.</remarks>
public sealed record FocusRow
{
    /// <summary>Gets what the invoice carries.</summary>
    public required decimal BilledCost { get; init; }

    /// <summary>Gets the account that is billed.</summary>
    public required string BillingAccountId { get; init; }

    /// <summary>Gets the name of that account.</summary>
    public string? BillingAccountName { get; init; }

    /// <summary>Gets what sort of account it is.</summary>
    public string? BillingAccountType { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency of every cost and price of the row.</summary>
    public required string BillingCurrency { get; init; }

    /// <summary>Gets the first moment after the billing period.</summary>
    public required DateTimeOffset BillingPeriodEnd { get; init; }

    /// <summary>Gets the first moment of the billing period.</summary>
    public required DateTimeOffset BillingPeriodStart { get; init; }

    /// <summary>Gets what sort of charge it is.</summary>
    public FocusChargeCategory ChargeCategory { get; init; }

    /// <summary>Gets a value indicating whether the row corrects an earlier one, so that <c>ChargeClass</c> is <c>Correction</c>. The default is <see langword="false"/>.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>Gets the charge in words.</summary>
    public string? ChargeDescription { get; init; }

    /// <summary>Gets how often the charge comes.</summary>
    public FocusChargeFrequency ChargeFrequency { get; init; }

    /// <summary>Gets the first moment after the period that the charge is for.</summary>
    public required DateTimeOffset ChargePeriodEnd { get; init; }

    /// <summary>Gets the first moment of the period that the charge is for.</summary>
    public required DateTimeOffset ChargePeriodStart { get; init; }

    /// <summary>Gets what the commitment commits to.</summary>
    public FocusCommitmentCategory? CommitmentDiscountCategory { get; init; }

    /// <summary>Gets the commitment that the charge belongs to.</summary>
    public string? CommitmentDiscountId { get; init; }

    /// <summary>Gets the name of that commitment.</summary>
    public string? CommitmentDiscountName { get; init; }

    /// <summary>Gets how much of the commitment the row buys, uses or leaves unused.</summary>
    public decimal? CommitmentDiscountQuantity { get; init; }

    /// <summary>Gets whether the row is a used or an unused part of the commitment.</summary>
    public FocusCommitmentStatus? CommitmentDiscountStatus { get; init; }

    /// <summary>Gets the provider's name for such commitments.</summary>
    public string? CommitmentDiscountType { get; init; }

    /// <summary>Gets the unit of <see cref="CommitmentDiscountQuantity"/>.</summary>
    public string? CommitmentDiscountUnit { get; init; }

    /// <summary>Gets how much was consumed, in <see cref="ConsumedUnit"/>.</summary>
    public decimal? ConsumedQuantity { get; init; }

    /// <summary>Gets the unit of <see cref="ConsumedQuantity"/>, e.g. <c>Tokens</c>.</summary>
    public string? ConsumedUnit { get; init; }

    /// <summary>Gets the cost at the negotiated price.</summary>
    public required decimal ContractedCost { get; init; }

    /// <summary>Gets the negotiated price of one <see cref="PricingUnit"/>.</summary>
    public decimal? ContractedUnitPrice { get; init; }

    /// <summary>Gets for whom the call was made; an opaque name, never a person's.</summary>
    public string? ConsumerId { get; init; }

    /// <summary>Gets the cost after discounts, with commitments spread over their use.</summary>
    public required decimal EffectiveCost { get; init; }

    /// <summary>Gets whose machines the service runs on; from 1.4 on.</summary>
    public string? HostProviderName { get; init; }

    /// <summary>Gets the invoice that carries the charge.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>Gets who writes the invoice.</summary>
    public required string InvoiceIssuerName { get; init; }

    /// <summary>Gets the cost at list prices.</summary>
    public required decimal ListCost { get; init; }

    /// <summary>Gets the list price of one <see cref="PricingUnit"/>.</summary>
    public decimal? ListUnitPrice { get; init; }

    /// <summary>Gets how the charge is priced.</summary>
    public FocusPricingCategory? PricingCategory { get; init; }

    /// <summary>Gets how many <see cref="PricingUnit"/>s are charged.</summary>
    public decimal? PricingQuantity { get; init; }

    /// <summary>Gets the unit that prices are for, e.g. <c>1000000 Tokens</c>.</summary>
    public string? PricingUnit { get; init; }

    /// <summary>Gets the service account or key that made the call.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>Gets who sells the service; <c>ServiceProviderName</c> from 1.4 on.</summary>
    public required string ProviderName { get; init; }

    /// <summary>Gets who made what is sold; up to 1.2.</summary>
    public string? PublisherName { get; init; }

    /// <summary>Gets the region that served.</summary>
    public string? RegionId { get; init; }

    /// <summary>Gets the name of that region.</summary>
    public string? RegionName { get; init; }

    /// <summary>Gets what served a self-hosted deployment, or the commitment that was bought.</summary>
    public string? ResourceId { get; init; }

    /// <summary>Gets the name of that resource.</summary>
    public string? ResourceName { get; init; }

    /// <summary>Gets what sort of resource it is.</summary>
    public string? ResourceType { get; init; }

    /// <summary>Gets the category of the service.</summary>
    public required string ServiceCategory { get; init; }

    /// <summary>Gets the name of the service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Gets the subcategory of the service.</summary>
    public string? ServiceSubcategory { get; init; }

    /// <summary>Gets what is sold: a model's meter.</summary>
    public string? SkuId { get; init; }

    /// <summary>Gets what is metered, e.g. <c>Cache Read Input Tokens</c>.</summary>
    public string? SkuMeter { get; init; }

    /// <summary>Gets what the SKU price stands for, as JSON; the same for the same <see cref="SkuPriceId"/>.</summary>
    public string? SkuPriceDetails { get; init; }

    /// <summary>Gets the price that the SKU has.</summary>
    public string? SkuPriceId { get; init; }

    /// <summary>Gets the part of the account that used the service.</summary>
    public string? SubAccountId { get; init; }

    /// <summary>Gets the name of that part.</summary>
    public string? SubAccountName { get; init; }

    /// <summary>Gets what sort of part it is.</summary>
    public string? SubAccountType { get; init; }

    /// <summary>Gets who pays, or why, as JSON.</summary>
    public string? Tags { get; init; }

    /// <summary>Gets how much of <see cref="ConsumedQuantity"/> was estimated rather than reported; <c>x_EstimatedQuantity</c>.</summary>
    public decimal? EstimatedQuantity { get; init; }

    /// <summary>Gets how many of the tokens were reasoning, where that has no price of its own; <c>x_ReasoningTokens</c>.</summary>
    public decimal? ReasoningTokens { get; init; }

    /// <summary>Gets where the costs come from: <c>local</c> for the price catalogue, <c>provider</c> for the provider's own figure; <c>x_CostSource</c>.</summary>
    public string? CostSource { get; init; }

    /// <summary>Gets the ledger entry that the row is of, at <see cref="FocusGranularity.Call"/>; else <see langword="null"/>.</summary>
    public LedgerEntry? Entry { get; init; }
}
