using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tests.Fakes;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Focus;

public sealed class FocusRowTests
{
    private static readonly DateTimeOffset Moment = new(2026, 6, 10, 14, 25, 30, TimeSpan.FromHours(2));

    private static LedgerEntry Call(Usage usage, RateCard? card = null, PricingTerms? terms = null, params ReadOnlySpan<(string, string)> tags) => EntryBuilder.Attempt(0m, Moment, tags) with
    {
        Model = "gpt-test-2026-05-01",
        Usage = usage,
        Terms = terms,
        Cost = CostCalculator.Price(usage, card ?? TestPrices.Card, terms),
    };

    [Fact]
    public async Task A_call_makes_one_row_for_each_price_that_it_was_billed_at()
    {
        FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(), Call(Usage.Of(input: 1_700, cached: 1_000, cacheWrite: 500, output: 650)));

        Assert.Equal(
            [
                ("Input Tokens", 200m, 0.0002m, 2.5m, 0.0005m),
                ("Output Tokens", 650m, 0.00065m, 10m, 0.0065m),
                ("Cache Read Input Tokens", 1_000m, 0.001m, 0.25m, 0.00025m),
                ("Cache Write Input Tokens", 500m, 0.0005m, 3m, 0.0015m),
            ],
            rows.Select(static row => (row.SkuMeter!, row.ConsumedQuantity!.Value, row.PricingQuantity!.Value, row.ListUnitPrice!.Value, row.ListCost)));
        Assert.All(rows, static row => Assert.Equal(("Tokens", "1000000 Tokens", FocusChargeCategory.Usage), (row.ConsumedUnit, row.PricingUnit, row.ChargeCategory)));
    }

    [Fact]
    public async Task A_row_names_the_hour_of_the_call_and_the_month_of_its_bill_in_utc()
    {
        FocusRow row = (await FocusRows.ExportAsync(FocusRows.Options(), Call(Usage.Of(input: 1))))[0];

        Assert.Equal(
            ("2026-06-10T12:00:00Z", "2026-06-10T13:00:00Z", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"),
            (Text(row, "ChargePeriodStart"), Text(row, "ChargePeriodEnd"), Text(row, "BillingPeriodStart"), Text(row, "BillingPeriodEnd")));
    }

    [Fact]
    public async Task A_price_has_the_same_ids_whoever_calls_and_whenever()
    {
        FocusRow one = (await FocusRows.ExportAsync(FocusRows.Options(), Call(Usage.Of(input: 1))))[0];
        FocusRow other = (await FocusRows.ExportAsync(
            FocusRows.Options(static options => options.BillingAccountId = "other"), Call(Usage.Of(input: 9_999), tags: ("team", "x")) with { Timestamp = Moment.AddMonths(3) }))[0];

        Assert.Equal("openai/gpt-test-2026-05-01/input_tokens", one.SkuId);
        Assert.Equal("openai/gpt-test-2026-05-01/input_tokens/standard/2.5-USD-per-1000000", one.SkuPriceId);
        Assert.Equal((one.SkuId, one.SkuPriceId, one.SkuPriceDetails), (other.SkuId, other.SkuPriceId, other.SkuPriceDetails));
    }

    [Fact]
    public async Task A_longer_context_a_service_tier_and_a_region_are_other_prices_of_the_same_sku()
    {
        RateCard card = new(new Rate(UsageKind.InputTokens, 2m, null, new ContextTier(1_000, 4m))) { RegionMultipliers = new Dictionary<string, decimal> { ["eu"] = 1.1m } };
        LedgerEntry[] calls =
        [
            Call(Usage.Of(input: 10), card), Call(Usage.Of(input: 2_000), card), Call(Usage.Of(input: 10), card, new PricingTerms { Region = "eu" }),
            Call(Usage.Of(input: 10), card) with { ServiceTier = ServiceTier.Batch },
        ];

        FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(), calls);

        Assert.Single(rows.Select(static row => row.SkuId).Distinct());
        Assert.Equal(4, rows.Select(static row => row.SkuPriceId).Distinct().Count());
        Assert.Equal([2m, 4m, 2.2m, 2m], rows.Select(static row => row.ListUnitPrice!.Value));
        Assert.Equal([null, null, "eu", null], rows.Select(static row => row.RegionId));
    }

    [Theory]
    [InlineData(FocusVersion.V1_2, """{"x_ModelDeveloper":"OpenAI","x_ModelId":"gpt-test-2026-05-01","x_ModelVersion":"2026-05-01","x_TokenDirection":"Input","x_TokenCacheAction":"Read","x_ServiceTier":"standard"}""")]
    [InlineData(FocusVersion.V1_4, """{"x_ModelDeveloper":"OpenAI","x_ModelId":"gpt-test-2026-05-01","x_ModelVersion":"2026-05-01","x_TokenDirection":"Input","x_TokenCacheAction":"Read","x_ServiceTier":"standard"}""")]
    [InlineData(FocusVersion.V1_5Draft, """{"ModelDeveloper":"OpenAI","ModelId":"gpt-test-2026-05-01","ModelVersion":"2026-05-01","TokenDirection":"Input","TokenCacheAction":"Read","x_ServiceTier":"standard"}""")]
    public async Task Token_properties_carry_a_prefix_until_the_specification_defines_them(FocusVersion version, string details)
    {
        FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(options => options.Version = version), Call(Usage.Of(input: 10, cached: 10)));

        Assert.Equal(details, rows.Single(static row => row.SkuMeter == "Cache Read Input Tokens").SkuPriceDetails);
    }

    [Fact]
    public async Task The_costs_of_an_entry_are_spread_over_its_lines_and_add_up_to_it()
    {
        var terms = new PricingTerms { Adjustment = new PriceAdjustment { DiscountPercent = 33.333m, FixedPerCall = 0.0001m } };
        LedgerEntry call = Call(Usage.Of(input: 1_003, cached: 501, output: 77), terms: terms);

        FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(), call);

        Assert.Equal(call.Cost.List, rows.Sum(static row => row.ListCost));
        Assert.Equal(call.Cost.Effective, rows.Sum(static row => row.EffectiveCost));
        Assert.Equal(2.5m * 0.66667m, rows[0].ContractedUnitPrice);
        Assert.All(rows, static row => Assert.Equal(row.ContractedCost, row.ContractedUnitPrice * row.PricingQuantity));
    }

    [Fact]
    public async Task A_total_that_the_provider_reported_is_a_sku_counted_in_its_currency()
    {
        LedgerEntry call = Call(Usage.Of(input: 10)) with { Cost = CostBreakdown.ProviderReported(0.0123m, "EUR", new PriceAdjustment { DiscountPercent = 10 }) };

        FocusRow row = Assert.Single(await FocusRows.ExportAsync(FocusRows.Options(), call, call with { Id = Guid.NewGuid() }));

        Assert.Equal((0.0246m, 1m, 0.0246m, "EUR", 2m, "Requests"), (row.ListCost, row.ListUnitPrice, row.PricingQuantity, row.PricingUnit, row.ConsumedQuantity, row.ConsumedUnit));
        Assert.Equal((0.02214m, "provider"), (row.EffectiveCost, row.CostSource));
    }

    [Fact]
    public async Task What_has_no_price_has_no_row_and_is_counted_and_so_is_what_costs_nothing()
    {
        LedgerEntry[] entries = [EntryBuilder.Unpriced(), EntryBuilder.Attempt() with { Cost = CostBreakdown.Free() }, EntryBuilder.Attempt(0.5m)];

        (FocusRow[] rows, FocusExportSummary summary) = await FocusRows.ExportLedgerAsync(FocusRows.Options(), entries);

        Assert.Single(rows);
        Assert.Equal((3, 1, 1, 1), (summary.Entries, summary.Rows, summary.Unpriced, summary.WithoutCharge));
    }

    [Fact]
    public async Task A_correction_is_a_row_of_its_own_with_signed_quantity_and_cost()
    {
        LedgerEntry call = Call(Usage.Of(input: 1_000));
        LedgerEntry correction = call with
        {
            Id = Guid.NewGuid(),
            Kind = LedgerEntryKind.Correction,
            Usage = Usage.None,
            Cost = new CostBreakdown(PricingStatus.Priced, -0.001m, -0.001m, "USD", [new CostLine(UsageKind.InputTokens, -1_000, 2.5m, 1_000_000), new CostLine(UsageKind.InputTokens, 1_000, 1.5m, 1_000_000)]),
        };

        FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(), call, correction);

        Assert.Equal([(false, 0.0025m, 2.5m), (true, -0.0025m, 2.5m), (true, 0.0015m, 1.5m)], rows.Select(static row => (row.IsCorrection, row.BilledCost, row.ListUnitPrice!.Value)));
    }

    [Fact]
    public async Task A_correction_of_an_invoiced_month_is_billed_in_the_open_one_and_one_of_the_open_month_is_no_correction()
    {
        LedgerEntry correction = Call(Usage.Of(input: 1_000)) with { Kind = LedgerEntryKind.Correction, Usage = Usage.None };
        LedgerEntry late = correction with { Id = Guid.NewGuid(), Timestamp = Moment.AddMonths(2) };

        FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(static options => options.InvoicedUntil = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero)), correction, late);

        Assert.Equal([(true, 6, 8), (false, 8, 8)], rows.Select(static row => (row.IsCorrection, row.ChargePeriodStart.Month, row.BillingPeriodStart.Month)));
    }

    [Fact]
    public async Task Seconds_at_a_price_by_the_hour_keep_every_digit_in_an_adjustment()
    {
        LedgerEntry call = Call(new Usage((UsageKind.InputAudioSeconds, 100m)), new RateCard(new Rate(UsageKind.InputAudioSeconds, 0.7m)));

        FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(), call);

        Assert.Equal([("Hours", FocusChargeCategory.Usage), (null, FocusChargeCategory.Adjustment)], rows.Select(static row => (row.PricingUnit, row.ChargeCategory)));
        Assert.Equal(call.Cost.List, rows.Sum(static row => row.ListCost));
        Assert.Equal(rows[0].ListCost, rows[0].ListUnitPrice * rows[0].PricingQuantity);
    }

    [Fact]
    public async Task Calls_of_one_hour_with_the_same_tags_and_price_are_one_row()
    {
        LedgerEntry first = Call(Usage.Of(input: 10), tags: ("team", "a"));
        LedgerEntry[] calls = [first, first with { Id = Guid.NewGuid() }, first with { Id = Guid.NewGuid(), Tags = TagSet.Of(("team", "b")) }, first with { Id = Guid.NewGuid(), Timestamp = Moment.AddHours(1) }];

        FocusRow[] hourly = await FocusRows.ExportAsync(FocusRows.Options(), calls);
        FocusRow[] daily = await FocusRows.ExportAsync(FocusRows.Options(static options => options.Granularity = FocusGranularity.Day), calls);
        FocusRow[] single = await FocusRows.ExportAsync(FocusRows.Options(static options => options.Granularity = FocusGranularity.Call), calls);

        Assert.Equal([20m, 10m, 10m], hourly.Select(static row => row.ConsumedQuantity!.Value));
        Assert.Equal([30m, 10m], daily.Select(static row => row.ConsumedQuantity!.Value));
        Assert.Equal(calls.Select(static call => call.Id), single.Select(static row => row.Entry!.Id));
    }

    [Fact]
    public async Task Entries_that_come_late_or_beyond_the_bound_make_further_rows_with_the_same_sum()
    {
        LedgerEntry[] calls = [.. Enumerable.Range(0, 400).Select(static index => Call(Usage.Of(input: 10), tags: ("user", $"u{index % 7}")) with { Timestamp = Moment.AddHours(index * 31 % 100) })];

        FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(static options => options.MaxOpenRows = 3), calls);

        Assert.Equal(4_000m, rows.Sum(static row => row.ConsumedQuantity!.Value));
        Assert.True(rows.Length > 100);
    }

    [Fact]
    public async Task Reasoning_without_a_price_of_its_own_and_estimates_are_counted_beside_the_quantity()
    {
        LedgerEntry call = Call(Usage.Of(input: 10, output: 100, reasoning: 60)) with { UsageOrigin = UsageOrigin.Estimated };

        FocusRow[] rows = await FocusRows.ExportAsync(FocusRows.Options(), call);

        Assert.Equal([(10m, null), (100m, 60m)], rows.Select(static row => (row.EstimatedQuantity!.Value, row.ReasoningTokens)));
    }

    [Fact]
    public async Task Tags_say_who_and_for_whom_and_which_sub_account()
    {
        FocusExportOptions options = FocusRows.Options(static options =>
        {
            (options.PrincipalTag, options.ConsumerTag, options.SubAccountTag, options.SubAccountId) = ("key", "customer", "project", "shared");
            options.SubAccountNames["p1"] = "Support bot";
        });

        FocusRow tagged = (await FocusRows.ExportAsync(options, Call(Usage.Of(input: 1), tags: [("key", "svc-1"), ("customer", "c9"), ("project", "p1")])))[0];
        FocusRow bare = (await FocusRows.ExportAsync(options, Call(Usage.Of(input: 1))))[0];

        Assert.Equal(("svc-1", "c9", "p1", "Support bot", "Project"), (tagged.PrincipalId, tagged.ConsumerId, tagged.SubAccountId, tagged.SubAccountName, tagged.SubAccountType));
        Assert.Equal("""{"customer":"c9","key":"svc-1","project":"p1"}""", tagged.Tags);
        Assert.Equal((null, "shared", null), (bare.PrincipalId, bare.SubAccountId, bare.Tags));
    }

    [Fact]
    public async Task A_provider_goes_by_the_names_that_the_user_gives_it_and_a_deployment_by_its_resource()
    {
        FocusExportOptions options = FocusRows.Options(static options =>
        {
            options.Providers["OpenAI"] = new FocusProvider("Acme Cloud") { PublisherName = "Acme Labs", ServiceName = "Own vLLM", BillingAccountId = "gpu-1", RegionId = "fra1" };
            options.RegionNames["fra1"] = "Frankfurt";
            options.ResourceOf = static deployment => deployment == "pool" ? new FocusResource("node-pool-7", "GPU Node Pool") : null;
        });

        FocusRow row = (await FocusRows.ExportAsync(options, Call(Usage.Of(input: 1)) with { Deployment = "pool" }))[0];

        Assert.Equal(("Acme Cloud", "Acme Cloud", "Acme Labs", "Own vLLM", "gpu-1"), (row.ProviderName, row.InvoiceIssuerName, row.PublisherName, row.ServiceName, row.BillingAccountId));
        Assert.Equal(("fra1", "Frankfurt", "node-pool-7", "GPU Node Pool"), (row.RegionId, row.RegionName, row.ResourceId, row.ResourceType));
    }

    [Fact]
    public async Task An_entry_in_another_currency_than_asked_for_is_refused_and_named()
    {
        LedgerEntry call = Call(Usage.Of(input: 1)) with { Cost = EntryBuilder.Priced(1m, currency: "EUR") };

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => FocusRows.ExportAsync(FocusRows.Options(static options => options.BillingCurrency = "USD"), call));

        Assert.Contains(call.Id.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("EUR", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_the_options_are_said_at_once()
    {
        var error = Assert.Throws<ArgumentException>(static () => new FocusExporter(new FocusExportOptions { BillingCurrency = "usdollar", MaxOpenRows = 0 }));

        Assert.All(["BillingAccountId", "usdollar", "MaxOpenRows"], fault => Assert.Contains(fault, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Progress_is_told_until_every_entry_is_done()
    {
        List<long> told = [];
        LedgerEntry[] calls = [.. Enumerable.Range(0, 2_500).Select(static _ => EntryBuilder.Attempt())];
        var ledger = new TokenFinOps.Ledger.InMemory.InMemoryCostLedger(new() { RecentEntries = 5_000, Retention = TimeSpan.FromDays(36_500) });
        await ledger.AppendAllAsync(calls);
        await using var writer = new FocusCsvWriter(Stream.Null);

        await new FocusExporter(FocusRows.Options()).ExportAsync(ledger, null, writer, new Told(told.Add), TestContext.Current.CancellationToken);

        Assert.Equal([1_000, 2_000, 2_500], told);
    }

    private static string? Text(FocusRow row, string column) => FocusSchema.For(FocusVersion.V1_2).Columns.Single(each => each.Name == column).Format(row);

    private sealed class Told(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
