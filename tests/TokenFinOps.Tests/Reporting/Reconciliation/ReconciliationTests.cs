using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Reconciliation;
using static TokenFinOps.Tests.Ledger.EntryBuilder;

namespace TokenFinOps.Tests.Reporting.Reconciliation;

public sealed class ReconciliationTests
{
    [Fact]
    public async Task The_same_tokens_at_another_price_are_a_price_difference()
    {
        ReconciliationReport report = await Invoices.ReconcileAsync(
            [Attempt(1m)], [Invoices.Charge(1.5m), Invoices.Tokens(UsageKind.InputTokens, 1_000), Invoices.Tokens(UsageKind.OutputTokens, 100)]);

        ReconciliationLine line = Assert.Single(report.Lines);
        Assert.Equal(ReconciliationStatus.PriceDiffers, line.Status);
        Assert.Equal((0.5m, 0m, 0.5m), (line.Difference, line.VolumeEffect, line.PriceEffect));
    }

    [Fact]
    public async Task More_tokens_at_the_same_price_are_a_volume_difference()
    {
        // The ledger's 1,000 input tokens cost 1.
        ReconciliationReport report = await Invoices.ReconcileAsync(
            [Attempt(1m)], [Invoices.Charge(1.5m), Invoices.Tokens(UsageKind.InputTokens, 1_500), Invoices.Tokens(UsageKind.OutputTokens, 100)]);

        ReconciliationLine line = Assert.Single(report.Lines);
        Assert.Equal(ReconciliationStatus.VolumeDiffers, line.Status);
        Assert.Equal((0.5m, 0m), (line.VolumeEffect, line.PriceEffect));
    }

    [Fact]
    public async Task Other_tokens_at_another_price_are_parted()
    {
        ReconciliationReport report = await Invoices.ReconcileAsync(
            [Attempt(1m)], [Invoices.Charge(3m), Invoices.Tokens(UsageKind.InputTokens, 1_500), Invoices.Tokens(UsageKind.OutputTokens, 100)]);

        ReconciliationLine line = Assert.Single(report.Lines);
        Assert.Equal(ReconciliationStatus.PriceAndVolumeDiffer, line.Status);
        Assert.Equal((2m, 0.5m, 1.5m), (line.Difference, line.VolumeEffect, line.PriceEffect));
    }

    [Fact]
    public async Task Without_tokens_a_difference_is_not_explained()
    {
        ReconciliationLine line = Assert.Single((await Invoices.ReconcileAsync([Attempt(1m)], [Invoices.Charge(2m)])).Lines);

        Assert.Equal((ReconciliationStatus.AmountDiffers, null, null), (line.Status, line.VolumeEffect, line.PriceEffect));
    }

    [Fact]
    public async Task Spend_that_no_entry_explains_is_listed_by_model_project_and_key()
    {
        InvoiceLine shadow = Invoices.Charge(4m, "gpt-shadow") with { Project = "skunkworks", ApiKey = "key_7" };

        ReconciliationReport report = await Invoices.ReconcileAsync([Attempt(1m)], [Invoices.Charge(1m), shadow, shadow with { Day = new DateOnly(2026, 3, 12), Amount = 2m }]);

        UnmeteredSpend spend = Assert.Single(report.Unmetered);
        Assert.Equal(("gpt-shadow", "skunkworks", "key_7", 6m), (spend.Model, spend.Project, spend.ApiKey, spend.Amount));
        Assert.Equal((new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 12)), (spend.FirstDay, spend.LastDay));
        Assert.Equal((6m, 1m / 7m), (report.TotalIn().MissingInLedger, report.TotalIn().CapturedShare));
    }

    [Fact]
    public async Task What_the_invoice_lacks_is_missing_in_it()
    {
        ReconciliationReport report = await Invoices.ReconcileAsync([Attempt(1m), Attempt(2m) with { Model = "other" }], [Invoices.Charge(1m)]);

        Assert.Equal([ReconciliationStatus.Matched, ReconciliationStatus.MissingInInvoice], report.Lines.Select(static line => line.Status));
        Assert.Equal(2m, report.TotalIn().MissingInInvoice);
        Assert.Equal(-2m, Assert.Single(report.TrueUps).Amount);
    }

    [Fact]
    public async Task A_project_is_compared_where_a_tag_names_it()
    {
        InvoiceLine[] lines = [Invoices.Charge(1m) with { Project = "a" }, Invoices.Charge(2m) with { Project = "b" }];

        ReconciliationReport report = await Invoices.ReconcileAsync([Attempt(1m, null, ("project", "a"))], lines, new ReconciliationOptions { ProjectTag = "project" });

        Assert.Equal([("a", ReconciliationStatus.Matched), ("b", ReconciliationStatus.MissingInLedger)], report.Lines.Select(static line => (line.Project!, line.Status)));
    }

    [Fact]
    public async Task Another_providers_entries_are_left_out() =>
        Assert.True((await Invoices.ReconcileAsync(
            [Attempt(1m), Attempt(9m) with { Provider = "mistral" }], [Invoices.Charge(1m)], new ReconciliationOptions { Provider = "openai" })).IsMatched);

    [Fact]
    public async Task An_invoice_without_models_is_compared_day_by_day()
    {
        ReconciliationReport report = await Invoices.ReconcileAsync(
            [Attempt(1m), Attempt(2m) with { Model = "other" }], [Invoices.Charge(3m) with { Model = null }]);

        Assert.Equal((ReconciliationLine.AllModels, ReconciliationStatus.Matched), (Assert.Single(report.Lines).Model, report.Lines[0].Status));
    }

    [Fact]
    public async Task A_usage_export_is_compared_by_tokens_and_its_cost_is_unknown_not_zero()
    {
        ReconciliationReport report = await Invoices.ReconcileAsync(
            [Attempt(1m)], [Invoices.Tokens(UsageKind.InputTokens, 1_000), Invoices.Tokens(UsageKind.OutputTokens, 150)]);

        ReconciliationLine line = Assert.Single(report.Lines);
        Assert.Equal((ReconciliationStatus.VolumeDiffers, null, null), (line.Status, line.InvoiceAmount, line.Difference));
        Assert.Null(report.TotalIn().CapturedShare);
        Assert.Empty(report.TrueUps);
    }

    [Fact]
    public async Task Unpriced_attempts_are_noted()
    {
        ReconciliationLine line = Assert.Single((await Invoices.ReconcileAsync([Attempt(1m), Unpriced()], [Invoices.Charge(2m)])).Lines);

        Assert.Equal((2L, 1L), (line.Attempts, line.Unpriced));
    }

    [Fact]
    public async Task Currencies_are_never_set_against_each_other()
    {
        ReconciliationReport report = await Invoices.ReconcileAsync([Attempt() with { Cost = Priced(1m, currency: "EUR") }], [Invoices.Charge(1m)]);

        Assert.Equal([("EUR", -1m), ("USD", 1m)], report.Totals.Select(static total => (total.Currency, total.Difference)));
    }

    [Fact]
    public async Task A_discount_that_is_not_compared_is_a_price_difference_of_list_and_invoice()
    {
        ReconciliationReport report = await Invoices.ReconcileAsync(
            [Attempt() with { Cost = Priced(1m, 0.8m) }], [Invoices.Charge(0.8m)], new ReconciliationOptions { Basis = ReconciliationBasis.List });

        Assert.Equal((-0.2m, 1.25m), (report.TotalIn().Difference, report.TotalIn().CapturedShare));
    }

    [Fact]
    public async Task Rounding_to_cents_is_within_the_tolerance_and_beyond_it_without()
    {
        Assert.True((await Invoices.ReconcileAsync([Attempt(1.004m)], [Invoices.Charge(1m)])).IsMatched);
        Assert.False((await Invoices.ReconcileAsync([Attempt(1.004m)], [Invoices.Charge(1m)], new ReconciliationOptions { AbsoluteTolerance = 0, RelativeTolerance = 0 })).IsMatched);
    }

    [Fact]
    public async Task Lines_outside_the_days_asked_for_are_counted_and_in_no_sum()
    {
        ReconciliationReport report = await Invoices.ReconcileAsync(
            [Attempt(1m)], [Invoices.Charge(1m), Invoices.Charge(5m, day: "2026-04-01")], new ReconciliationOptions { To = new DateOnly(2026, 3, 31) });

        Assert.Equal((true, 1L, 1m), (report.IsMatched, report.LinesOutside, report.TotalIn().InvoiceAmount));
    }
}
