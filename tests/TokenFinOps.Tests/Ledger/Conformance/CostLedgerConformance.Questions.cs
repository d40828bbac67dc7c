using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Repricing;
using TokenFinOps.Ledger.Runs;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Ledger.Conformance;

public abstract partial class CostLedgerConformance
{
    [Fact]
    public Task Any_question_is_answered_as_if_all_entries_had_been_read() =>
        Gen.Select(ConformanceGens.Entry.Array[0, 60], ConformanceGens.Query.Array[10]).SampleAsync(
            (entries, queries) => WithLedgerAsync(async ledger =>
            {
                await ledger.AppendAllAsync(entries);
                foreach (LedgerQuery query in queries)
                {
                    await AgreesAsync(ledger, entries, query);
                }
            }),
            iter: Iterations,
            threads: 1);

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T00:00Z")]
    [InlineData("Asia/Kolkata", "2026-06-30T17:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T14:00Z")]
    [InlineData("Africa/Cairo", "2026-04-23T20:00Z")]
    [InlineData("Asia/Kathmandu", "2026-12-31T17:00Z")]
    public Task Buckets_begin_by_the_clock_of_the_zone_that_is_asked_for(string zone, string from) => WithLedgerAsync(async ledger =>
    {
        LedgerEntry[] entries = [.. Enumerable.Range(0, 36).Select(i => EntryBuilder.Attempt(1m, DateTimeOffset.Parse(from).AddMinutes(10 * i)))];
        await ledger.AppendAllAsync(entries);

        foreach (TimeBucket bucket in Enum.GetValues<TimeBucket>())
        {
            await AgreesAsync(ledger, entries, LedgerQuery.All.By(bucket, TimeZoneInfo.FindSystemTimeZoneById(zone)));
        }
    });

    [Fact]
    public Task A_period_includes_its_first_tick_and_excludes_its_last() => WithLedgerAsync(async ledger =>
    {
        DateTimeOffset from = EntryBuilder.Noon.AddMinutes(30);
        DateTimeOffset to = EntryBuilder.Noon.AddHours(2);
        await ledger.AppendAllAsync(new[] { from.AddTicks(-1), from, to.AddTicks(-1), to }.Select(static at => EntryBuilder.Attempt(1m, at)));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.Between(from, to.ToOffset(TimeSpan.FromHours(-7))));

        Assert.Equal((2, 2m), Counted(report.TotalIn("USD")));
        Assert.Equal((from, to), (report.From, report.To));
    });

    [Fact]
    public Task Percentiles_are_those_of_all_attempts_of_a_row() => WithLedgerAsync(async ledger =>
    {
        LedgerEntry[] entries =
        [
            .. Enumerable.Range(1, 300).Select(static i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddMinutes(i), ("team", $"t{i % 2}")) with
            {
                Duration = TimeSpan.FromMilliseconds(i * i),
                TimeToFirstUpdate = i % 3 == 0 ? TimeSpan.FromMilliseconds(i) : null,
            }),
        ];
        await ledger.AppendAllAsync(entries);

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy("team"));

        LedgerReport expected = LedgerAsserts.Reference(entries, LedgerQuery.All.GroupBy("team"));
        Assert.Equal(expected.Rows.Select(static row => row.Totals.DurationPercentiles), report.Rows.Select(static row => row.Totals.DurationPercentiles));
        Assert.Equal(expected.Totals.Select(static total => total.TimeToFirstUpdate), report.Totals.Select(static total => total.TimeToFirstUpdate));
        Assert.Equal(100, report.TotalIn("USD").TimeToFirstUpdate!.Value.Count);
    });

    [Fact]
    public Task An_unpriced_attempt_is_billed_once_when_its_price_is_learned() => WithLedgerAsync(async ledger =>
    {
        await ledger.AppendAllAsync(EntryBuilder.Unpriced(null, ("team", "support")), EntryBuilder.Attempt(5m, null, ("team", "support")));
        var catalogue = new PriceCatalogue(
            "learned", new ModelPrices("openai", "gpt-x", new RateCard(new Rate(UsageKind.InputTokens, 2m), new Rate(UsageKind.OutputTokens, 10m))));

        await ledger.RepriceAsync(catalogue, cancellationToken: TestContext.Current.CancellationToken);
        RepricingReport again = await ledger.RepriceAsync(catalogue, cancellationToken: TestContext.Current.CancellationToken);

        LedgerTotals total = (await ledger.AskAsync(LedgerQuery.All.Where("team", "support"))).TotalIn("USD");
        Assert.Equal((2, 2, 0), (total.Attempts, total.Corrections, total.Unpriced));
        Assert.Equal((0.006m, 0.004m, 0.002m), (total.EffectiveCost, total.ListCostByKind[UsageKind.InputTokens], total.ListCostByKind[UsageKind.OutputTokens]));
        Assert.Equal(0, again.Corrected);
    });

    [Fact]
    public Task A_run_is_found_with_all_runs_that_it_started() => WithLedgerAsync(async ledger =>
    {
        await ledger.AppendAllAsync(Enumerable.Range(0, 250).Select(static i =>
            EntryBuilder.Attempt(0.1m, EntryBuilder.Noon.AddHours(i)) with { RunId = $"run {i}", ParentRunId = i == 0 ? null : $"run {(i - 1) / 3}" }));
        await ledger.AppendAllAsync(EntryBuilder.Attempt(7m), EntryBuilder.Attempt(7m) with { RunId = "run", ParentRunId = "another" });

        RunTree? tree = await ledger.GetRunAsync("run 0", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((250, 5, 25m), (tree!.Runs.Length, tree.Depth, tree.Root.Cumulated.TotalIn().EffectiveCost));
        Assert.Equal(LedgerGaps.None, tree.Gaps);
    });

    private static async Task AgreesAsync(ICostLedger ledger, LedgerEntry[] entries, LedgerQuery query)
    {
        LedgerReport report = await ledger.AskAsync(query);

        LedgerReport expected = LedgerAsserts.Reference(entries, query);
        LedgerAsserts.Same(expected, report);
        Assert.Equal((expected.Gaps, expected.From, expected.To), (report.Gaps, report.From, report.To));
        Assert.Empty(report.Overflow);
    }
}
