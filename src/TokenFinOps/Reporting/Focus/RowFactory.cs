using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Writes rows from what was added up. Not thread-safe.</summary>
/// <remarks>
/// Price × quantity is the cost exactly, in every row. Where the ledger's cost has digits that no such product has (a price by the hour for seconds, say), an
/// Adjustment row carries them, so that the sums are the ledger's to the last digit.
/// </remarks>
internal sealed class RowFactory(FocusExportOptions options)
{
    internal const string ServiceCategory = "AI and Machine Learning";
    internal const string ServiceSubcategory = "Generative AI";

    private const int QuantityDecimals = 12;
    private const int MaxLabels = 10_000;

    private readonly TimeSpan _length = ChargeCalendar.LengthOf(options.Granularity);
    private readonly Dictionary<TagSet, RowLabels> _labels = [];

    /// <summary>Gets what a row says of a set of tags.</summary>
    public RowLabels LabelsOf(TagSet tags)
    {
        if (!_labels.TryGetValue(tags, out RowLabels? labels))
        {
            labels = RowLabels.Of(tags, options);
            if (_labels.Count >= MaxLabels)
            {
                _labels.Clear();
            }

            _labels.Add(tags, labels);
        }

        return labels;
    }

    /// <summary>Writes a row of usage, and adjustments where its costs have more digits than price × quantity.</summary>
    public void Write(in RowKey key, in RowPart part, LedgerEntry? entry, List<FocusRow> rows)
    {
        (decimal quantity, decimal list) = Exact(key.Sku.UnitPrice, PricingQuantity(key.Sku, part));
        decimal effective = part.Effective.ToDecimal();
        FocusRow row = Usage(key, part, entry, quantity, list, effective);
        rows.Add(row);

        ExactSum listRest = part.List;
        listRest.Subtract(list);
        ExactSum effectiveRest = part.Effective;
        effectiveRest.Subtract(effective);
        while (!listRest.IsZero || !effectiveRest.IsZero)
        {
            (decimal listPart, decimal effectivePart) = (listRest.ToDecimal(), effectiveRest.ToDecimal());
            rows.Add(Rounding(row, listPart, effectivePart));
            listRest.Subtract(listPart);
            effectiveRest.Subtract(effectivePart);
        }
    }

    /// <summary>Gets the month that a charge is billed in.</summary>
    public DateTimeOffset BillingMonth(DateTimeOffset chargeStart, bool isCorrection) =>
        ChargeCalendar.MonthOf(isCorrection && options.InvoicedUntil is { } until ? until : chargeStart);

    private FocusRow Usage(in RowKey key, in RowPart part, LedgerEntry? entry, decimal quantity, decimal list, decimal effective)
    {
        FocusSku sku = key.Sku;
        FocusProvider provider = sku.Provider;
        RowLabels labels = LabelsOf(key.Tags);
        DateTimeOffset month = BillingMonth(key.Start, key.IsCorrection);
        (decimal contractedPrice, decimal contracted) = key.ContractedUnitPrice == sku.UnitPrice ? (sku.UnitPrice, list) : Exact(quantity, key.ContractedUnitPrice);
        FocusCommitment? commitment = key.Commitment;
        return new FocusRow
        {
            BilledCost = commitment is null ? Decimals.Trim(effective) : 0m,
            BillingAccountId = provider.BillingAccountId ?? options.BillingAccountId!,
            BillingAccountName = provider.BillingAccountName ?? options.BillingAccountName,
            BillingAccountType = options.BillingAccountType,
            BillingCurrency = sku.Currency,
            BillingPeriodEnd = month.AddMonths(1),
            BillingPeriodStart = month,
            ChargeCategory = FocusChargeCategory.Usage,
            IsCorrection = key.IsCorrection,
            ChargeDescription = sku.Description,
            ChargeFrequency = FocusChargeFrequency.UsageBased,
            ChargePeriodEnd = key.Start + _length,
            ChargePeriodStart = key.Start,
            CommitmentDiscountCategory = commitment?.Category,
            CommitmentDiscountId = commitment?.Id,
            CommitmentDiscountName = commitment?.Name,
            CommitmentDiscountQuantity = commitment is null ? null : Decimals.Trim(part.CommitmentQuantity),
            CommitmentDiscountStatus = commitment is null ? null : FocusCommitmentStatus.Used,
            CommitmentDiscountType = commitment?.Type,
            CommitmentDiscountUnit = commitment?.ShownUnit,
            ConsumedQuantity = Decimals.Trim(part.Quantity),
            ConsumedUnit = sku.ConsumedUnit,
            ConsumerId = labels.ConsumerId,
            ContractedCost = contracted,
            ContractedUnitPrice = contractedPrice,
            EffectiveCost = Decimals.Trim(effective),
            HostProviderName = provider.HostName,
            InvoiceId = options.InvoiceId?.Invoke(provider.Name, month),
            InvoiceIssuerName = provider.InvoiceIssuerName,
            ListCost = list,
            ListUnitPrice = sku.UnitPrice,
            PricingCategory = commitment is null ? FocusPricingCategory.Standard : FocusPricingCategory.Committed,
            PricingQuantity = quantity,
            PricingUnit = sku.PricingUnit,
            PrincipalId = labels.PrincipalId,
            ProviderName = provider.Name,
            PublisherName = provider.PublisherName,
            RegionId = key.Region,
            RegionName = RegionName(key.Region),
            ResourceId = key.Resource?.Id,
            ResourceName = key.Resource?.Name,
            ResourceType = key.Resource?.Type,
            ServiceCategory = ServiceCategory,
            ServiceName = provider.ServiceName,
            ServiceSubcategory = ServiceSubcategory,
            SkuId = sku.SkuId,
            SkuMeter = sku.Meter,
            SkuPriceDetails = sku.Details,
            SkuPriceId = sku.SkuPriceId,
            SubAccountId = labels.SubAccountId,
            SubAccountName = labels.SubAccountName,
            SubAccountType = labels.SubAccountId is null ? null : options.SubAccountType,
            Tags = labels.Json,
            EstimatedQuantity = part.EstimatedQuantity == 0 ? null : part.EstimatedQuantity,
            ReasoningTokens = part.ReasoningTokens == 0 ? null : part.ReasoningTokens,
            CostSource = sku.IsReported ? "provider" : "local",
            Entry = entry,
        };
    }

    private static FocusRow Rounding(FocusRow row, decimal list, decimal effective) => row with
    {
        ChargeCategory = FocusChargeCategory.Adjustment,
        ChargeDescription = $"Rounding of {row.ChargeDescription}",
        ListCost = list,
        ContractedCost = list,
        EffectiveCost = effective,
        BilledCost = row.CommitmentDiscountId is null ? effective : 0m,
        ListUnitPrice = null,
        ContractedUnitPrice = null,
        PricingQuantity = null,
        PricingUnit = null,
        ConsumedQuantity = null,
        ConsumedUnit = null,
        CommitmentDiscountQuantity = null,
        CommitmentDiscountUnit = null,
        EstimatedQuantity = null,
        ReasoningTokens = null,
    };

    private string? RegionName(string? id) => id is null ? null : options.RegionNames.TryGetValue(id, out string? name) ? name : id;

    private static decimal PricingQuantity(FocusSku sku, in RowPart part)
    {
        if (sku.IsReported)
        {
            return Decimals.Trim(part.List.ToDecimal());
        }

        decimal multiplier = Rate.Reciprocal(sku.Per);
        return multiplier != 0 ? Decimals.Trim(part.Quantity * multiplier) : Math.Round(part.Quantity / sku.Per, QuantityDecimals);
    }

    /// <summary>Multiplies. Where the product has too many digits, the second factor gives up some of its own.</summary>
    private static (decimal Factor, decimal Product) Exact(decimal fixedFactor, decimal factor)
    {
        decimal product;
        while (!Decimals.TryMultiply(fixedFactor, factor, out product))
        {
            factor = Math.Round(factor, factor.Scale - 1, MidpointRounding.ToZero);
        }

        return (Decimals.Trim(factor), Decimals.Trim(product));
    }
}
