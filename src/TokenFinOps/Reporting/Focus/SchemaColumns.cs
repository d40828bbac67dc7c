using static TokenFinOps.Reporting.Focus.FocusColumn;

namespace TokenFinOps.Reporting.Focus;

/// <summary>The columns that exports are made of.</summary>
internal static class SchemaColumns
{
    /// <summary>Gets the columns that every version has.</summary>
    public static FocusColumn[] Common { get; } =
    [
        Number("BilledCost", static row => row.BilledCost, isNullable: false),
        Text("BillingAccountId", static row => row.BillingAccountId, isNullable: false),
        Text("BillingAccountName", static row => row.BillingAccountName),
        Text("BillingAccountType", static row => row.BillingAccountType),
        Text("BillingCurrency", static row => row.BillingCurrency, isNullable: false),
        Moment("BillingPeriodEnd", static row => row.BillingPeriodEnd),
        Moment("BillingPeriodStart", static row => row.BillingPeriodStart),
        Text("ChargeCategory", static row => row.ChargeCategory.Word(), isNullable: false),
        Text("ChargeClass", static row => row.IsCorrection ? FocusWords.Correction : null),
        Text("ChargeDescription", static row => row.ChargeDescription),
        Text("ChargeFrequency", static row => row.ChargeFrequency.Word(), isNullable: false),
        Moment("ChargePeriodEnd", static row => row.ChargePeriodEnd),
        Moment("ChargePeriodStart", static row => row.ChargePeriodStart),
        Text("CommitmentDiscountCategory", static row => row.CommitmentDiscountCategory?.Word()),
        Text("CommitmentDiscountId", static row => row.CommitmentDiscountId),
        Text("CommitmentDiscountName", static row => row.CommitmentDiscountName),
        Number("CommitmentDiscountQuantity", static row => row.CommitmentDiscountQuantity),
        Text("CommitmentDiscountStatus", static row => row.CommitmentDiscountStatus?.Word()),
        Text("CommitmentDiscountType", static row => row.CommitmentDiscountType),
        Text("CommitmentDiscountUnit", static row => row.CommitmentDiscountUnit),
        Number("ConsumedQuantity", static row => row.ConsumedQuantity),
        Text("ConsumedUnit", static row => row.ConsumedUnit),
        Number("ContractedCost", static row => row.ContractedCost, isNullable: false),
        Number("ContractedUnitPrice", static row => row.ContractedUnitPrice),
        Number("EffectiveCost", static row => row.EffectiveCost, isNullable: false),
        Text("InvoiceId", static row => row.InvoiceId),
        Text("InvoiceIssuerName", static row => row.InvoiceIssuerName, isNullable: false),
        Number("ListCost", static row => row.ListCost, isNullable: false),
        Number("ListUnitPrice", static row => row.ListUnitPrice),
        Text("PricingCategory", static row => row.PricingCategory?.Word()),
        Number("PricingQuantity", static row => row.PricingQuantity),
        Text("PricingUnit", static row => row.PricingUnit),
        Text("RegionId", static row => row.RegionId),
        Text("RegionName", static row => row.RegionName),
        Text("ResourceId", static row => row.ResourceId),
        Text("ResourceName", static row => row.ResourceName),
        Text("ResourceType", static row => row.ResourceType),
        Text("ServiceCategory", static row => row.ServiceCategory, isNullable: false),
        Text("ServiceName", static row => row.ServiceName, isNullable: false),
        Text("ServiceSubcategory", static row => row.ServiceSubcategory),
        Text("SkuId", static row => row.SkuId),
        Text("SkuMeter", static row => row.SkuMeter),
        KeyValue("SkuPriceDetails", static row => row.SkuPriceDetails),
        Text("SkuPriceId", static row => row.SkuPriceId),
        Text("SubAccountId", static row => row.SubAccountId),
        Text("SubAccountName", static row => row.SubAccountName),
        Text("SubAccountType", static row => row.SubAccountType),
        KeyValue("Tags", static row => row.Tags),
    ];

    /// <summary>Gets how 1.2 names who sells and who made.</summary>
    public static FocusColumn[] Providers12 { get; } =
    [
        Text("ProviderName", static row => row.ProviderName, isNullable: false),
        Text("PublisherName", static row => row.PublisherName, isNullable: false),
    ];

    /// <summary>Gets how 1.4 names who sells and who hosts.</summary>
    public static FocusColumn[] Providers14 { get; } =
    [
        Text("ServiceProviderName", static row => row.ProviderName, isNullable: false),
        Text("HostProviderName", static row => row.HostProviderName, isNullable: false),
    ];

    /// <summary>Gets the custom columns of every export.</summary>
    public static FocusColumn[] Custom { get; } =
    [
        Text("x_CostSource", static row => row.CostSource),
        Number("x_EstimatedQuantity", static row => row.EstimatedQuantity),
        Number("x_ReasoningTokens", static row => row.ReasoningTokens),
    ];

    /// <summary>Gets the columns for the values of a single call.</summary>
    public static FocusColumn[] OfCall { get; } =
    [
        Text("x_CatalogueVersion", static row => row.Entry?.CatalogueVersion),
        Text("x_CorrectedEntryId", static row => row.Entry?.Correction?.AttemptId.ToString()),
        Text("x_Deployment", static row => row.Entry?.Deployment),
        Number("x_DurationMilliseconds", static row => row.Entry is { } entry ? (decimal)entry.Duration.Ticks / TimeSpan.TicksPerMillisecond : null),
        Text("x_EntryId", static row => row.Entry?.Id.ToString()),
        Text("x_FinishReason", static row => row.Entry?.FinishReason),
        Text("x_Operation", static row => row.Entry?.Operation),
        Text("x_Outcome", static row => row.Entry?.Outcome.ToString()),
        Text("x_RequestedModel", static row => row.Entry?.RequestedModel),
        Text("x_RequestId", static row => row.Entry?.RequestId.ToString()),
        Text("x_ResponseId", static row => row.Entry?.ResponseId),
        Text("x_RunId", static row => row.Entry?.RunId),
        Text("x_UsageOrigin", static row => row.Entry?.UsageOrigin.ToString()),
    ];
}
