using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger.Query;

public sealed class LedgerTotalsTests
{
    [Fact]
    public void Unpriced_attempts_add_no_cost_and_are_counted()
    {
        LedgerTotals total = TotalOf(EntryBuilder.Unpriced(), EntryBuilder.Unpriced());

        Assert.Equal(0m, total.EffectiveCost);
        Assert.Equal(2, total.Unpriced);
        Assert.Equal(total.Attempts, total.Unpriced);
    }

    [Fact]
    public void Savings_are_signed_and_count_only_attempts_whose_baseline_is_known()
    {
        LedgerTotals total = TotalOf(
            EntryBuilder.Attempt(1m) with { BaselineCost = 4m },
            EntryBuilder.Attempt(5m) with { BaselineCost = 3m },
            EntryBuilder.Attempt(100m) with { BaselineCost = null },
            EntryBuilder.Unpriced() with { BaselineCost = 50m });

        Assert.Equal(106m, total.EffectiveCost);
        Assert.Equal(7m, total.BaselineCost);
        Assert.Equal(1m, total.Savings);
        Assert.Equal(2, total.Compared);
    }

    [Fact]
    public void An_average_counts_only_the_attempts_that_have_a_price()
    {
        LedgerTotals total = TotalOf(EntryBuilder.Attempt(3m), EntryBuilder.Attempt(1m) with { UsageOrigin = UsageOrigin.Estimated }, EntryBuilder.Unpriced(), EntryBuilder.Unpriced());

        Assert.Equal((2m, 0.25m, 0.5m, 0m), (total.CostPerAttempt, total.EstimatedShare, total.UnpricedShare, total.FailedShare));
    }

    [Fact]
    public void Of_nothing_there_is_no_average_and_no_share()
    {
        LedgerTotals none = LedgerAsserts.Reference([], LedgerQuery.All).TotalIn("USD");

        Assert.Equal((null, null, null, null), (none.CostPerAttempt, none.EstimatedShare, none.UnpricedShare, none.FailedShare));
        Assert.Null(TotalOf(EntryBuilder.Unpriced()).CostPerAttempt);
    }

    [Fact]
    public void Outcomes_and_origins_are_counted()
    {
        LedgerTotals total = TotalOf(
            EntryBuilder.Attempt() with { Outcome = AttemptOutcome.Failed, UsageOrigin = UsageOrigin.Unknown },
            EntryBuilder.Attempt() with { Outcome = AttemptOutcome.Cancelled, UsageOrigin = UsageOrigin.Estimated },
            EntryBuilder.Attempt() with { Outcome = AttemptOutcome.Abandoned, UsageOrigin = UsageOrigin.Estimated },
            EntryBuilder.Attempt() with { Cost = new CostBreakdown(PricingStatus.PartiallyPriced, 1m, 1m, "USD", []) });

        Assert.Equal((1, 1, 1), (total.Failed, total.Cancelled, total.Abandoned));
        Assert.Equal((1, 2, 1), (total.UnknownUsage, total.EstimatedUsage, total.PartiallyPriced));
    }

    [Fact]
    public void A_correction_moves_its_attempt_to_another_status_and_is_no_attempt()
    {
        LedgerTotals total = TotalOf(
            EntryBuilder.Unpriced(),
            EntryBuilder.Attempt(2m) with
            {
                Kind = LedgerEntryKind.Correction,
                Correction = new EntryCorrection { AttemptId = Guid.NewGuid(), MeteredStatus = PricingStatus.Unpriced, PreviousStatus = PricingStatus.Unpriced },
                Usage = Usage.None,
            });

        Assert.Equal((1, 1, 0), (total.Attempts, total.Corrections, total.Unpriced));
        Assert.Equal(2m, total.EffectiveCost);
        Assert.Equal(1_000m, total.Usage.InputTokens);
    }

    [Fact]
    public void Savings_are_split_by_the_lever_that_made_them()
    {
        LedgerEntry hit = EntryBuilder.Attempt(0m) with { BaselineCost = 0.03m, SavingsByLever = new LeverSavings { Cache = 0.03m } };
        LedgerEntry routed = EntryBuilder.Attempt(0.01m) with { BaselineCost = 0.06m, SavingsByLever = new LeverSavings { Router = 0.06m, Compressor = -0.01m } };

        LedgerTotals total = TotalOf(hit, routed, EntryBuilder.Attempt());

        Assert.Equal(new LeverSavings { Cache = 0.03m, Router = 0.06m, Compressor = -0.01m }, total.SavingsByLever);
        Assert.Equal(total.Savings, total.SavingsByLever.Total);
    }

    [Fact]
    public void List_costs_are_split_by_what_was_billed()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 2m), new Rate(UsageKind.OutputTokens, 10m));
        LedgerEntry entry = EntryBuilder.Attempt() with { Cost = CostCalculator.Price(Usage.Of(input: 1_000_000, output: 500_000), card) };

        LedgerTotals total = TotalOf(entry, entry);

        Assert.Equal(4m, total.ListCostByKind[UsageKind.InputTokens]);
        Assert.Equal(10m, total.ListCostByKind[UsageKind.OutputTokens]);
        Assert.Equal(14m, total.ListCost);
    }

    [Fact]
    public void Usage_adds_up_and_a_kind_that_nobody_reported_stays_unreported()
    {
        LedgerTotals total = TotalOf(
            EntryBuilder.Attempt() with { Usage = Usage.Of(input: 10, cached: 0) }, EntryBuilder.Attempt() with { Usage = Usage.Of(input: 5, output: 1) });

        Assert.Equal(new Usage((UsageKind.InputTokens, 15), (UsageKind.OutputTokens, 1), (UsageKind.CacheReadTokens, 0)), total.Usage);
        Assert.False(total.Usage.Reports(UsageKind.OutputReasoningTokens));
    }

    [Fact]
    public void Durations_have_percentiles_and_streams_a_time_to_first_update()
    {
        LedgerEntry[] entries =
        [
            .. Enumerable.Range(1, 100).Select(i => EntryBuilder.Attempt() with
            {
                Duration = TimeSpan.FromSeconds(i),
                TimeToFirstUpdate = i <= 10 ? TimeSpan.FromMilliseconds(i * 100) : null,
            }),
        ];

        LedgerTotals total = TotalOf(entries);

        Assert.Equal(TimeSpan.FromSeconds(5_050), total.Duration);
        Assert.Equal(100, total.DurationPercentiles!.Value.Count);
        Assert.InRange(total.DurationPercentiles.Value.P50.TotalSeconds, 48, 52);
        Assert.InRange(total.DurationPercentiles.Value.P95.TotalSeconds, 91, 99);
        Assert.Equal(10, total.TimeToFirstUpdate!.Value.Count);
        Assert.InRange(total.TimeToFirstUpdate.Value.P95.TotalMilliseconds, 960, 1_040);
    }

    [Fact]
    public void Currencies_are_never_added_together()
    {
        var builder = new LedgerReportBuilder(LedgerQuery.All);
        builder.Add(EntryBuilder.Attempt(1m));
        builder.Add(EntryBuilder.Attempt() with { Cost = EntryBuilder.Priced(2m, currency: "EUR") });

        LedgerReport report = builder.Build();

        Assert.Equal(["EUR", "USD"], report.Rows.Select(static row => row.Totals.Currency));
        Assert.Equal([2m, 1m], report.Totals.Select(static total => total.EffectiveCost));
        Assert.Equal(0, report.TotalIn("JPY").Attempts);
        Assert.Throws<ArgumentException>(() => report.TotalIn("gold"));
    }

    private static LedgerTotals TotalOf(params IEnumerable<LedgerEntry> entries) =>
        Assert.Single(LedgerAsserts.Reference(entries, LedgerQuery.All).Totals);
}
