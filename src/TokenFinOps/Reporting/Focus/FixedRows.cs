using TokenFinOps.Attribution;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Writes the rows that do not come from ledger entries: purchases, what they leave unused, training, and charges of the user's.</summary>
internal sealed class FixedRows(FocusExportOptions options, SkuTable skus, RowFactory factory, DateTimeOffset from, DateTimeOffset to)
{
    private const string TrainingType = "Model Training";

    /// <summary>Writes what is known before the first entry is read.</summary>
    public IEnumerable<FocusRow> Before() =>
        [.. options.Commitments.SelectMany(PurchasesOf), .. options.Training.SelectMany(RowsOf), .. options.Charges.Where(charge => IsHere(charge.Start)).Select(RowOf)];

    /// <summary>Writes what the commitments leave unused.</summary>
    public IEnumerable<FocusRow> After(CommitmentBook commitments) =>
        from unused in commitments.Unused(@from, to)
        from cost in Decimals.Parts(unused.Left.Cost)
        select Of(Purchased(unused.Commitment), unused.Start, unused.End, unused.End.AddTicks(-1)) with
        {
            ChargeCategory = FocusChargeCategory.Usage,
            ChargeFrequency = FocusChargeFrequency.UsageBased,
            ChargeDescription = $"Unused part of {unused.Commitment.Name}",
            PricingCategory = FocusPricingCategory.Committed,
            CommitmentDiscountQuantity = unused.Left.Quantity,
            CommitmentDiscountStatus = FocusCommitmentStatus.Unused,
            PricingQuantity = 0m,
            EffectiveCost = cost,
        };

    private IEnumerable<FocusRow> PurchasesOf(FocusCommitment commitment)
    {
        commitment.Validate();
        Func<DateTimeOffset, DateTimeOffset> next = commitment.IsBilledMonthly ? ChargeCalendar.NextMonth : _ => commitment.End;
        var price = new Amortization(commitment.Price, commitment.Start, commitment.End);
        var quantity = new Amortization(commitment.Quantity, commitment.Start, commitment.End);
        return ChargeCalendar.Cut(commitment.Start, commitment.End, next).Where(part => IsHere(part.Start)).Select(part => Purchase(
            Of(Purchased(commitment), part.Start, part.End, part.Start) with
            {
                ChargeFrequency = commitment.IsBilledMonthly ? FocusChargeFrequency.Recurring : FocusChargeFrequency.OneTime,
                CommitmentDiscountQuantity = quantity.Of(part.Start, part.End),
            },
            price.Of(part.Start, part.End)));
    }

    private IEnumerable<FocusRow> RowsOf(FocusTraining training)
    {
        training.Validate();
        var thing = new Thing(training.Id, training.Name, TrainingType, FocusCommitmentCategory.Usage, "Hours", training.Provider, training.Currency, training.Model, training.Tags);
        if (IsHere(training.Start))
        {
            yield return Purchase(
                Of(thing, training.Start, training.End, training.Start) with { CommitmentDiscountQuantity = Hours(training.Start, training.End) }, training.Cost);
        }

        var cost = new Amortization(training.Cost, training.Start, training.End);
        foreach ((DateTimeOffset start, DateTimeOffset end) in ChargeCalendar.Cut(training.Start, training.End, ChargeCalendar.NextDay).Where(part => IsHere(part.Start)))
        {
            yield return Of(thing, start, end, start) with
            {
                ChargeCategory = FocusChargeCategory.Usage,
                ChargeFrequency = FocusChargeFrequency.UsageBased,
                ChargeDescription = $"Write-off of {training.Name}",
                PricingCategory = FocusPricingCategory.Committed,
                CommitmentDiscountQuantity = Hours(start, end),
                CommitmentDiscountStatus = FocusCommitmentStatus.Used,
                ConsumedQuantity = Hours(start, end),
                ConsumedUnit = "Hours",
                PricingQuantity = 0m,
                EffectiveCost = cost.Of(start, end),
            };
        }
    }

    private FocusRow RowOf(FocusCharge charge)
    {
        charge.Validate();
        FocusRow bare = Bare(charge.Provider, charge.Currency, charge.Tags, charge.Start, charge.End, charge.Start) with
        {
            ChargeCategory = charge.Category,
            ChargeDescription = charge.Description,
            ChargeFrequency = charge.Frequency ?? (charge.Category == FocusChargeCategory.Usage ? FocusChargeFrequency.UsageBased : FocusChargeFrequency.OneTime),
            BilledCost = charge.Cost,
            EffectiveCost = charge.Cost,
            ListCost = charge.Cost,
            ContractedCost = charge.Cost,
        };
        return charge.IsPriced ? Priced(bare, charge) : bare;
    }

    private static FocusRow Priced(FocusRow row, FocusCharge charge)
    {
        decimal contractedPrice = charge.ContractedUnitPrice ?? charge.ListUnitPrice!.Value;
        decimal contracted = Product(charge, contractedPrice);
        return row with
        {
            BilledCost = contracted,
            EffectiveCost = charge.Category == FocusChargeCategory.Purchase ? 0m : contracted,
            ListCost = Product(charge, charge.ListUnitPrice!.Value),
            ContractedCost = contracted,
            ListUnitPrice = charge.ListUnitPrice,
            ContractedUnitPrice = contractedPrice,
            PricingCategory = FocusPricingCategory.Standard,
            PricingQuantity = charge.PricingQuantity,
            PricingUnit = charge.PricingUnit,
            ConsumedQuantity = charge.Category == FocusChargeCategory.Usage ? charge.ConsumedQuantity : null,
            ConsumedUnit = charge.Category == FocusChargeCategory.Usage ? charge.ConsumedUnit : null,
            SkuId = charge.SkuId,
            SkuMeter = charge.SkuMeter,
            SkuPriceId = FormattableString.Invariant($"{charge.SkuId}/{Decimals.Trim(charge.ListUnitPrice!.Value)}-{charge.Currency}-per-{charge.PricingUnit}"),
        };
    }

    private static decimal Product(FocusCharge charge, decimal price) => Decimals.TryMultiply(price, charge.PricingQuantity!.Value, out decimal product)
        ? Decimals.Trim(product)
        : throw new ArgumentException($"The charge '{charge.Description}' costs {price} × {charge.PricingQuantity}, which has more than 28 digits; round one of them.");

    private static FocusRow Purchase(FocusRow row, decimal price) => row with
    {
        ChargeCategory = FocusChargeCategory.Purchase,
        ChargeDescription = $"Purchase of {row.CommitmentDiscountName}",
        PricingCategory = FocusPricingCategory.Standard,
        PricingQuantity = price,
        BilledCost = price,
        ListCost = price,
        ContractedCost = price,
    };

    private static Thing Purchased(FocusCommitment commitment) => new(
        commitment.Id, commitment.Name, commitment.Type, commitment.Category, commitment.ShownUnit, commitment.Provider, commitment.Currency, "commitment", TagSet.Empty);

    // What was bought is priced in the currency itself, one for one.
    private FocusRow Of(Thing thing, DateTimeOffset start, DateTimeOffset end, DateTimeOffset billed)
    {
        string sku = $"{thing.Provider}/{thing.Subject}/{thing.Type}";
        return Bare(thing.Provider, thing.Currency, thing.Tags, start, end, billed) with
        {
            ChargeFrequency = FocusChargeFrequency.OneTime,
            CommitmentDiscountCategory = thing.Category,
            CommitmentDiscountId = thing.Id,
            CommitmentDiscountName = thing.Name,
            CommitmentDiscountType = thing.Type,
            CommitmentDiscountUnit = thing.Unit,
            ContractedUnitPrice = 1m,
            ListUnitPrice = 1m,
            PricingUnit = thing.Currency,
            ResourceId = thing.Id,
            ResourceName = thing.Name,
            ResourceType = thing.Type,
            SkuId = sku,
            SkuMeter = thing.Type,
            SkuPriceId = $"{sku}/{thing.Currency}",
        };
    }

    private FocusRow Bare(string providerId, string currency, TagSet tags, DateTimeOffset start, DateTimeOffset end, DateTimeOffset billed)
    {
        FocusProvider provider = skus.Provider(providerId);
        RowLabels labels = factory.LabelsOf(tags);
        DateTimeOffset month = ChargeCalendar.MonthOf(billed);
        return new FocusRow
        {
            BilledCost = 0m,
            BillingAccountId = provider.BillingAccountId ?? options.BillingAccountId!,
            BillingAccountName = provider.BillingAccountName ?? options.BillingAccountName,
            BillingAccountType = options.BillingAccountType,
            BillingCurrency = currency,
            BillingPeriodStart = month,
            BillingPeriodEnd = month.AddMonths(1),
            ChargePeriodStart = start,
            ChargePeriodEnd = end,
            ContractedCost = 0m,
            EffectiveCost = 0m,
            HostProviderName = provider.HostName,
            InvoiceId = options.InvoiceId?.Invoke(provider.Name, month),
            InvoiceIssuerName = provider.InvoiceIssuerName,
            ListCost = 0m,
            ProviderName = provider.Name,
            PublisherName = provider.PublisherName,
            ServiceCategory = RowFactory.ServiceCategory,
            ServiceName = provider.ServiceName,
            ServiceSubcategory = RowFactory.ServiceSubcategory,
            SubAccountId = labels.SubAccountId,
            SubAccountName = labels.SubAccountName,
            SubAccountType = labels.SubAccountId is null ? null : options.SubAccountType,
            Tags = labels.Json,
            ConsumerId = labels.ConsumerId,
            PrincipalId = labels.PrincipalId,
        };
    }

    private bool IsHere(DateTimeOffset moment) => moment >= from && moment < to;

    private static decimal Hours(DateTimeOffset start, DateTimeOffset end) => Math.Round((decimal)(end - start).Ticks / TimeSpan.TicksPerHour, 9);

    private sealed record Thing(
        string Id, string Name, string Type, FocusCommitmentCategory Category, string Unit, string Provider, string Currency, string Subject, TagSet Tags);
}
