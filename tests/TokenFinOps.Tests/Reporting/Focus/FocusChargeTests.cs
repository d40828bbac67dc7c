using TokenFinOps.Reporting.Focus;

namespace TokenFinOps.Tests.Reporting.Focus;

public sealed class FocusChargeTests
{
    private static readonly DateTimeOffset June = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly FocusCharge Credit = new()
    {
        Category = FocusChargeCategory.Credit,
        Description = "Promotional credit",
        Provider = "openai",
        Start = June,
        End = June.AddMonths(1),
        Cost = -25.5m,
    };

    [Theory]
    [InlineData(FocusChargeCategory.Credit, -25.5)]
    [InlineData(FocusChargeCategory.Tax, 19)]
    [InlineData(FocusChargeCategory.Adjustment, 0.01)]
    public async Task Credits_taxes_and_adjustments_are_rows_without_a_price(FocusChargeCategory category, double cost)
    {
        FocusExportOptions options = FocusRows.Options();
        options.Charges.Add(Credit with { Category = category, Cost = (decimal)cost });

        FocusRow row = Assert.Single(await FocusRows.ExportAsync(options, []));

        Assert.Equal(((decimal)cost, (decimal)cost, null, null), (row.BilledCost, row.EffectiveCost, row.SkuId, row.PricingQuantity));
        Assert.Empty(FocusRows.Violations(options, [row]));
    }

    [Fact]
    public async Task A_purchase_has_no_effective_cost_and_a_fee_is_used_at_once()
    {
        FocusExportOptions options = FocusRows.Options(static options => options.InvoiceId = static (provider, month) => $"{provider}-{month:yyyyMM}");
        FocusCharge seats = Credit with
        {
            Category = FocusChargeCategory.Purchase,
            Cost = 0m,
            PricingQuantity = 3m,
            PricingUnit = "Seats",
            ListUnitPrice = 30m,
            ContractedUnitPrice = 20m,
            SkuId = "openai/seats",
            SkuMeter = "Seats",
            Frequency = FocusChargeFrequency.Recurring,
        };
        options.Charges.Add(seats);
        options.Charges.Add(seats with { Category = FocusChargeCategory.Usage, ConsumedQuantity = 3m, ConsumedUnit = "Seats", SkuId = "openai/fee" });

        FocusRow[] rows = await FocusRows.ExportAsync(options, []);

        Assert.Equal([(90m, 60m, 60m, 0m), (90m, 60m, 60m, 60m)], rows.Select(static row => (row.ListCost, row.ContractedCost, row.BilledCost, row.EffectiveCost)));
        Assert.All(rows, static row => Assert.Equal("OpenAI-202606", row.InvoiceId));
        Assert.Empty(FocusRows.Violations(options, rows));
    }

    public static TheoryData<FocusCharge, string> Faulty => new()
    {
        { Credit with { Cost = 1m }, "negative" },
        { Credit with { End = June }, "ends" },
        { Credit with { Category = FocusChargeCategory.Usage }, "leave Cost out" },
        { Credit with { Category = FocusChargeCategory.Usage, Cost = 0m }, "PricingQuantity" },
        { Credit with { Category = FocusChargeCategory.Purchase, Cost = 0m, Frequency = FocusChargeFrequency.UsageBased }, "recurs" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task A_charge_that_makes_no_sense_is_refused_and_named(FocusCharge charge, string fault)
    {
        FocusExportOptions options = FocusRows.Options();
        options.Charges.Add(charge);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => FocusRows.ExportAsync(options, []));

        Assert.Contains(charge.Description, error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }
}
