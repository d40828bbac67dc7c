using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tests.Ledger;
using TokenFinOps.Tests.Pricing;

namespace TokenFinOps.Tests.Reporting.Focus;

/// <summary>Any ledger becomes rows that the requirement model has nothing against and that add up to the ledger.</summary>
public sealed class FocusPropertyTests
{
    private static readonly Gen<FocusGranularity> Granularity = Gen.Enum<FocusGranularity>();

    /// <summary>Calls priced by real rate cards: every kind of token, context tiers, service tiers, discounts, regions, fees.</summary>
    private static readonly Gen<LedgerEntry> PricedCall =
        from entry in LedgerGens.OrdinaryEntry
        from usage in UsageGen.Consistent
        from card in UsageGen.CardWithTotals
        from discount in Gen.OneOf(0m, 12m, 33.333m)
        from margin in Gen.OneOf(0m, 5m)
        from fee in Gen.OneOf(0m, 0m, 0.0001m)
        from provider in Gen.OneOf<string?>(null, "openai", "anthropic", "my-vllm")
        from tier in Gen.OneOf(ServiceTier.Standard, ServiceTier.Batch, ServiceTier.Of("scale"))
        let terms = new PricingTerms { Region = "eu", Adjustment = new PriceAdjustment { DiscountPercent = discount, MarginPercent = margin, FixedPerCall = fee } }
        select entry with
        {
            Kind = LedgerEntryKind.Attempt,
            Correction = null,
            Provider = provider,
            ServiceTier = tier,
            Usage = usage,
            Terms = terms,
            Cost = CostCalculator.Price(usage, card, terms),
        };

    private static readonly Gen<(LedgerEntry[] Entries, FocusGranularity Granularity)> GeneratedLedger = Gen.Select(LedgerGens.OrdinaryEntry.Array[0, 30], Granularity);
    private static readonly Gen<(LedgerEntry[] Entries, FocusGranularity Granularity)> LedgerOfManyDigits = Gen.Select(LedgerGens.Entry.Array[0, 30], Granularity);
    private static readonly Gen<(LedgerEntry[] Entries, FocusGranularity Granularity)> PricedLedger = Gen.Select(PricedCall.Array[1, 12], Granularity);

    [Fact]
    public Task The_rows_of_generated_ledgers_add_up_to_them() => GeneratedLedger.SampleAsync(AddsUpAsync, iter: 60);

    [Fact]
    public Task Costs_with_more_digits_than_a_decimal_sum_holds_still_add_up() => LedgerOfManyDigits.SampleAsync(AddsUpAsync, iter: 60);

    [Fact]
    public Task The_rows_of_priced_calls_add_up_to_them() => PricedLedger.SampleAsync(AddsUpAsync, iter: 60);

    [Fact]
    public Task Generated_ledgers_have_no_violation() => HasNoViolationAsync(GeneratedLedger);

    [Fact]
    public Task Costs_with_more_digits_than_a_decimal_sum_holds_are_no_violation() => HasNoViolationAsync(LedgerOfManyDigits);

    [Fact]
    public Task Priced_calls_have_no_violation() => HasNoViolationAsync(PricedLedger);

    [Fact]
    public async Task Consumed_quantities_add_up_to_what_was_billed() =>
        await PricedCall.Array[1, 12].SampleAsync(
            static async entries =>
            {
                FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(), entries);

                Assert.Equal(
                    entries.SelectMany(static entry => entry.Cost.Lines).Sum(static line => line.Quantity),
                    rows.Where(static row => row.CostSource == "local" && row.ConsumedQuantity is not null).Sum(static row => row.ConsumedQuantity!.Value));
            },
            iter: 50);

    private static FocusExportOptions OptionsOf(FocusGranularity granularity) => FocusRows.Options(each =>
    {
        each.Granularity = granularity;
        each.MaxOpenRows = 5;
        each.PrincipalTag = "user";
        each.SubAccountTag = "team";
    });

    private static async Task HasNoViolationAsync(Gen<(LedgerEntry[] Entries, FocusGranularity Granularity)> ledgers)
    {
        FocusData.Require();
        await ledgers.SampleAsync(
            static async ledger =>
            {
                FocusExportOptions options = OptionsOf(ledger.Granularity);
                (FocusRow[] rows, _) = await FocusRows.ExportLedgerAsync(options, [.. ledger.Entries.DistinctBy(static entry => entry.Id)]);
                Assert.Empty(FocusRows.Violations(options, rows));
            },
            iter: 60);
    }

    private static async Task AddsUpAsync((LedgerEntry[] Entries, FocusGranularity Granularity) ledger)
    {
        LedgerEntry[] entries = [.. ledger.Entries.DistinctBy(static entry => entry.Id)];
        (FocusRow[] rows, FocusExportSummary summary) = await FocusRows.ExportLedgerAsync(OptionsOf(ledger.Granularity), entries);

        foreach (IGrouping<string, LedgerEntry> own in entries.GroupBy(static entry => entry.Cost.Currency))
        {
            FocusRow[] ownRows = [.. rows.Where(row => row.BillingCurrency == own.Key)];
            ExactSum effective = ExactSum.Of(own.Select(static entry => entry.Cost.Effective ?? 0m));
            Assert.Equal(ExactSum.Of(own.Select(static entry => entry.Cost.List ?? 0m)), ExactSum.Of(ownRows.Select(static row => row.ListCost)));
            Assert.Equal(effective, ExactSum.Of(ownRows.Select(static row => row.EffectiveCost)));
            Assert.Equal(effective, ExactSum.Of(ownRows.Select(static row => row.BilledCost)));
        }

        Assert.Equal(entries.Length, summary.Entries);
        Assert.Equal(rows.Length, summary.Rows);
        Assert.Equal(entries.Count(static entry => entry.Cost.Status == PricingStatus.Unpriced), summary.Unpriced);
        Assert.All(summary.Totals, static totals => Assert.Equal((totals.LedgerListCost, totals.LedgerEffectiveCost, totals.LedgerEffectiveCost), (totals.ListCost, totals.EffectiveCost, totals.BilledCost)));
    }
}
