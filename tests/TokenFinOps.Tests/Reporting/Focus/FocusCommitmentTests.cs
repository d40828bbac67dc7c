using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Focus;

public sealed class FocusCommitmentTests
{
    private static readonly DateTimeOffset May = new(2025, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly FocusCommitment Credits = new()
    {
        Id = "credits-1",
        Name = "Prepaid credits",
        Type = "Token Spend Commitment",
        Provider = "solora",
        Price = 500_000m,
        Quantity = 500_000m,
        Start = May,
        End = May.AddYears(1),
    };

    private static readonly FocusCommitment Throughput = new()
    {
        Id = "ptu-1",
        Name = "Provisioned throughput",
        Type = "Provisioned Throughput",
        Category = FocusCommitmentCategory.Usage,
        Provider = "solora",
        Price = 100m,
        Quantity = 30_000m,
        Start = May,
        End = May.AddHours(3),
        Period = TimeSpan.FromHours(1),
    };

    // A price in cents, a quantity, whether its parts last an hour, and uses: the hour and the tokens of each.
    private static readonly Gen<(int Price, int Quantity, bool IsHourly, (int Hour, int Tokens)[] Uses)> Life =
        Gen.Select(Gen.Int[1, 3_000_000], Gen.Int[1, 50_000], Gen.Bool, Gen.Select(Gen.Int[0, 71], Gen.Int[0, 9_000]).Array[0, 40]);

    [Fact]
    public async Task A_prepayment_is_drawn_down_as_the_sample_of_the_draft_shows()
    {
        RateCard card = new(new Rate(UsageKind.InputTokens, 5m), new Rate(UsageKind.OutputTokens, 25m));
        LedgerEntry call = Call(0m) with
        {
            Model = "solora-saturn-5.0",
            Terms = new PricingTerms { Adjustment = new PriceAdjustment { DiscountPercent = 20 } },
        };
        call = call with { Cost = CostCalculator.Price(Usage.Of(input: 5_000_000, output: 1_500_000), card, call.Terms) };

        FocusRow[] rows = await FocusRows.ExportAsync(Options(Credits, May.AddMonths(1)), call);

        (string[] columns, List<string?[]> sample) = FocusData.Sample("focus-1.5-draft/drawdown_via_prepayment_foundation_model_api.csv");
        string[] compared =
        [
            "BilledCost", "ChargeCategory", "ChargeFrequency", "BillingPeriodStart", "BillingPeriodEnd", "CommitmentDiscountCategory", "CommitmentDiscountQuantity", "CommitmentDiscountStatus",
            "CommitmentDiscountType", "CommitmentDiscountUnit", "ConsumedQuantity", "ConsumedUnit", "ContractedCost", "EffectiveCost", "ListCost", "ListUnitPrice", "PricingCategory",
            "PricingQuantity", "PricingUnit",
        ];
        FocusSchema schema = FocusSchema.For(FocusVersion.V1_5Draft);
        Assert.Equal(sample.Count, rows.Length);
        Assert.All(sample.Zip(rows), pair => Assert.All(compared, name =>
        {
            FocusColumn column = schema.Columns.Single(each => each.Name == name);
            string? expected = pair.First[Array.IndexOf(columns, name)];
            Assert.Equal(column.Type == FocusColumnType.Number && expected is not null ? (object)decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture) : expected,
                column.Type == FocusColumnType.Number ? column.NumberOf(pair.Second) : column.Format(pair.Second));
        }));
        Assert.Equal("credits-1", rows[0].ResourceId);
    }

    [Fact]
    public async Task What_nobody_used_is_an_unused_row_and_all_effective_costs_are_the_price()
    {
        FocusCommitment credits = Credits with { Price = 10m, Quantity = 12m, End = May.AddHours(2) };

        FocusRow[] rows = await FocusRows.ExportAsync(Options(credits), Call(1m), Call(4m));

        Assert.Equal(
            [(FocusChargeCategory.Purchase, null, 10m, 0m), (FocusChargeCategory.Usage, FocusCommitmentStatus.Used, 0m, 0.833333333333m), (FocusChargeCategory.Usage, FocusCommitmentStatus.Used, 0m, 3.333333333333m), (FocusChargeCategory.Usage, FocusCommitmentStatus.Unused, 0m, 5.833333333334m)],
            rows.Select(static row => (row.ChargeCategory, row.CommitmentDiscountStatus, row.BilledCost, row.EffectiveCost)));
        Assert.Equal(7m, rows[^1].CommitmentDiscountQuantity);
        Assert.Empty(FocusRows.Violations(FocusRows.Options(), rows));
    }

    [Fact]
    public async Task What_is_left_of_a_commitment_does_not_pay_for_half_a_line()
    {
        FocusRow[] rows = await FocusRows.ExportAsync(Options(Credits with { Price = 5m, Quantity = 5m, End = May.AddHours(2) }), Call(3m), Call(3m), Call(2m));

        Assert.Equal([(5m, 0m), (0m, 3m), (3m, 3m), (0m, 2m)], rows.Select(static row => (row.BilledCost, row.EffectiveCost)));
        Assert.Equal([null, FocusCommitmentStatus.Used, null, FocusCommitmentStatus.Used], rows.Select(static row => row.CommitmentDiscountStatus));
    }

    [Fact]
    public async Task Provisioned_throughput_is_spread_hour_by_hour_and_what_an_hour_left_is_gone()
    {
        LedgerEntry[] calls = [Call(9m, tokens: 2_500), Call(9m, tokens: 20_000), Call(9m, tokens: 10_000) with { Timestamp = May.AddHours(2) }];

        FocusRow[] rows = await FocusRows.ExportAsync(Options(Throughput), calls);

        FocusRow[] used = [.. rows.Where(static row => row.CommitmentDiscountStatus == FocusCommitmentStatus.Used)];
        FocusRow[] unused = [.. rows.Where(static row => row.CommitmentDiscountStatus == FocusCommitmentStatus.Unused)];
        Assert.Equal([(2_500m, 8.33333333325m), (10_000m, 33.333333333m)], used.Select(static row => (row.CommitmentDiscountQuantity!.Value, row.EffectiveCost)));
        Assert.Equal([(0, 7_500m), (1, 10_000m)], unused.Select(static row => (row.ChargePeriodStart.Hour, row.CommitmentDiscountQuantity!.Value)));
        Assert.Equal(100m, used.Concat(unused).Sum(static row => row.EffectiveCost));
        Assert.Equal((9m, 9m), rows.Where(static row => row.PricingCategory == FocusPricingCategory.Standard && row.ChargeCategory == FocusChargeCategory.Usage).Select(static row => (row.BilledCost, row.EffectiveCost)).Single());
        Assert.Empty(FocusRows.Violations(FocusRows.Options(), rows));
    }

    [Fact]
    public async Task A_commitment_that_is_billed_monthly_makes_a_purchase_a_month_which_add_up_to_the_price()
    {
        FocusRow[] rows = await FocusRows.ExportAsync(Options(Credits with { IsBilledMonthly = true, Price = 100m, Quantity = 100m, Start = May.AddDays(10) }), []);

        FocusRow[] purchases = [.. rows.Where(static row => row.ChargeCategory == FocusChargeCategory.Purchase)];
        Assert.Equal((12, 100m), (purchases.Length, purchases.Sum(static row => row.BilledCost)));
        Assert.All(purchases, static row => Assert.Equal((FocusChargeFrequency.Recurring, 0m), (row.ChargeFrequency, row.EffectiveCost)));
        Assert.Equal(100m, rows.Sum(static row => row.EffectiveCost));
    }

    [Fact]
    public async Task Other_providers_other_times_and_uncovered_calls_are_billed_as_usual()
    {
        FocusCommitment some = Credits with { Covers = static entry => entry.Model == "covered" };
        LedgerEntry[] calls = [Call(1m), Call(1m) with { Model = "covered", Provider = "openai" }, Call(1m) with { Model = "covered", Timestamp = May.AddDays(-1) }];

        FocusRow[] rows = await FocusRows.ExportAsync(Options(some, May.AddMonths(1)), calls);

        Assert.Equal(3m, rows.Where(static row => row.ChargeCategory == FocusChargeCategory.Usage).Sum(static row => row.BilledCost));
        Assert.DoesNotContain(rows, static row => row.CommitmentDiscountStatus is not null);
    }

    [Fact]
    public Task Over_its_life_a_commitment_costs_what_was_paid_whatever_was_used() =>
        Life.SampleAsync(
            static async life =>
            {
                (FocusCommitment commitment, FocusRow[] rows) = await ExportAsync(life);

                Assert.Equal(commitment.Price, rows.Where(static row => row.CommitmentDiscountStatus is not null).Sum(static row => row.EffectiveCost));
                Assert.Equal(commitment.Price, rows.Where(static row => row.ChargeCategory == FocusChargeCategory.Purchase).Sum(static row => row.BilledCost));
            },
            iter: 40);

    [Fact]
    public async Task Over_its_life_no_row_of_a_commitment_is_a_violation()
    {
        FocusData.Require();
        await Life.SampleAsync(static async life => Assert.Empty(FocusRows.Violations(FocusRows.Options(), (await ExportAsync(life)).Rows)), iter: 40);
    }

    [Fact]
    public async Task Training_is_bought_once_and_written_off_day_by_day_to_the_last_digit()
    {
        FocusExportOptions options = FocusRows.Options();
        options.Training.Add(new FocusTraining { Id = "ft-1", Name = "Support model", Provider = "openai", Model = "ft:gpt-x:acme", Cost = 10_000.01m, Start = May.AddHours(7), End = May.AddMonths(7) });

        FocusRow[] rows = await FocusRows.ExportAsync(options, []);

        FocusRow[] days = [.. rows.Where(static row => row.ChargeCategory == FocusChargeCategory.Usage)];
        Assert.Equal((10_000.01m, 0m), (rows[0].BilledCost, rows[0].EffectiveCost));
        Assert.Equal((214, 10_000.01m, 0m), (days.Length, days.Sum(static row => row.EffectiveCost), days.Sum(static row => row.BilledCost)));
        Assert.Empty(FocusRows.Violations(options, rows));
    }

    [Fact]
    public async Task Only_what_lies_in_the_exported_period_is_written()
    {
        FocusExportOptions options = Options(Credits with { IsBilledMonthly = true }, May.AddMonths(3));
        options.From = May.AddMonths(2);
        options.Training.Add(new FocusTraining { Id = "ft-1", Name = "Model", Provider = "openai", Model = "m", Cost = 100m, Start = May, End = May.AddYears(1) });

        FocusRow[] rows = await FocusRows.ExportAsync(options, []);

        Assert.All(rows, row => Assert.InRange(row.ChargePeriodStart, May.AddMonths(2), May.AddMonths(3).AddTicks(-1)));
        Assert.Equal((1, 31), (rows.Count(static row => row.ChargeCategory == FocusChargeCategory.Purchase), rows.Count(static row => row.ChargeCategory == FocusChargeCategory.Usage)));
    }

    [Fact]
    public async Task A_commitment_that_makes_no_sense_is_refused_and_named()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => FocusRows.ExportAsync(Options(Credits with { End = May }), []));

        Assert.Contains("credits-1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(static () => Credits with { Price = -1m });
        Assert.Throws<ArgumentOutOfRangeException>(static () => Credits with { Quantity = 0m });
    }

    private static FocusExportOptions Options(FocusCommitment commitment, DateTimeOffset? to = null) => FocusRows.Options(options =>
    {
        options.To = to;
        options.Commitments.Add(commitment);
        options.Granularity = FocusGranularity.Call;
    });

    private static async Task<(FocusCommitment Commitment, FocusRow[] Rows)> ExportAsync((int Price, int Quantity, bool IsHourly, (int Hour, int Tokens)[] Uses) life)
    {
        FocusCommitment commitment = Throughput with
        {
            Price = life.Price / 100m, Quantity = life.Quantity, Period = life.IsHourly ? TimeSpan.FromHours(1) : null, End = May.AddHours(72),
        };
        LedgerEntry[] calls = [.. life.Uses.OrderBy(static use => use.Hour).Select(static use => Call(use.Tokens / 1_000m, use.Tokens) with { Timestamp = May.AddHours(use.Hour) })];
        return (commitment, await FocusRows.ExportAsync(Options(commitment), calls));
    }

    private static LedgerEntry Call(decimal cost, int tokens = 1_000)
    {
        var line = new CostLine(UsageKind.InputTokens, tokens, tokens == 0 ? 0 : cost / tokens, 1);
        return EntryBuilder.Attempt(0m, May) with { Provider = "solora", Model = "m", Cost = new CostBreakdown(PricingStatus.Priced, line.Cost, line.Cost, "USD", [line]) };
    }
}
