using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger.Query;

public sealed class LedgerQueryTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void A_string_is_a_tag()
    {
        LedgerQuery query = LedgerQuery.All.GroupBy("team", LedgerDimension.Model);

        Assert.Equal([LedgerDimension.Tag("TEAM"), LedgerDimension.Model], query.Dimensions);
        Assert.NotEqual(LedgerDimension.Tag("Model"), LedgerDimension.Model);
    }

    [Fact]
    public void A_dimension_that_is_named_twice_is_refused() =>
        Assert.Contains("TEAM is named twice", Assert.Throws<ArgumentException>(() => LedgerQuery.All.GroupBy("team", "TEAM")).Message, StringComparison.Ordinal);

    [Fact]
    public void This_month_is_the_calendar_month_of_the_clock()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 2, 28, 23, 30, 0, TimeSpan.Zero));

        LedgerFilter utc = LedgerQuery.ThisMonth(clock).Filter;
        LedgerFilter berlin = LedgerQuery.ThisMonth(clock, Berlin).Filter;

        Assert.Equal(DateTimeOffset.Parse("2026-02-01T00:00Z"), utc.From);
        Assert.Equal(DateTimeOffset.Parse("2026-03-01T00:00Z"), utc.To);
        Assert.Equal(DateTimeOffset.Parse("2026-03-01T00:00+01:00"), berlin.From);
        Assert.Equal(DateTimeOffset.Parse("2026-04-01T00:00+02:00"), berlin.To);
    }

    [Fact]
    public void The_top_rows_are_the_dearest_of_every_currency_unless_another_measure_is_named()
    {
        var builder = new LedgerReportBuilder(LedgerQuery.All.GroupBy("team").Top(1));
        builder.Add(EntryBuilder.Attempt(1m, null, ("team", "a")));
        builder.Add(EntryBuilder.Attempt(3m, null, ("team", "b")));
        builder.Add(EntryBuilder.Attempt(2m, null, ("team", "c")));
        builder.Add(EntryBuilder.Attempt(0m, null, ("team", "d")) with { Cost = EntryBuilder.Priced(900m, currency: "JPY") });

        LedgerReport report = builder.Build();

        Assert.Equal(["d", "b"], report.Rows.Select(static row => row.Keys[0]));
        Assert.Equal(3m, Assert.Single(report.Rest).EffectiveCost);
        Assert.Equal(6m, report.TotalIn("USD").EffectiveCost);
        Assert.Equal(900m, report.TotalIn("JPY").EffectiveCost);
    }

    [Theory]
    [InlineData(LedgerMeasure.Attempts, "many")]
    [InlineData(LedgerMeasure.EffectiveCost, "dear")]
    [InlineData(LedgerMeasure.ListCost, "dear")]
    [InlineData(LedgerMeasure.Savings, "saving")]
    [InlineData(LedgerMeasure.Unpriced, "unpriced")]
    [InlineData(LedgerMeasure.Failed, "failed")]
    [InlineData(LedgerMeasure.InputTokens, "long")]
    [InlineData(LedgerMeasure.OutputTokens, "long")]
    [InlineData(LedgerMeasure.Duration, "slow")]
    [InlineData(LedgerMeasure.DurationP50, "slow")]
    [InlineData(LedgerMeasure.DurationP95, "slow")]
    [InlineData(LedgerMeasure.DurationP99, "slow")]
    [InlineData(LedgerMeasure.FirstUpdateP95, "streamed")]
    [InlineData(LedgerMeasure.Usage, "long")]
    [InlineData(LedgerMeasure.BaselineCost, "saving")]
    [InlineData(LedgerMeasure.CacheSavings, "cached")]
    [InlineData(LedgerMeasure.RouterSavings, "routed")]
    [InlineData(LedgerMeasure.CompressorSavings, "shortened")]
    [InlineData(LedgerMeasure.CostPerAttempt, "dear")]
    [InlineData(LedgerMeasure.EstimatedShare, "estimated")]
    [InlineData(LedgerMeasure.UnpricedShare, "unpriced")]
    [InlineData(LedgerMeasure.FailedShare, "failed")]
    public void Rows_are_ranked_by_the_measure_that_is_asked_for(LedgerMeasure measure, string first)
    {
        var builder = new LedgerReportBuilder(LedgerQuery.All.GroupBy("row").OrderBy(measure));
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "many")));
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "many")));
        builder.Add(EntryBuilder.Attempt(5m, null, ("row", "dear")));
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "saving")) with { BaselineCost = 9m });
        builder.Add(EntryBuilder.Unpriced(null, ("row", "unpriced")));
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "failed")) with { Outcome = AttemptOutcome.Failed });
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "long")) with { Usage = Usage.Of(5_000, 5_000) });
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "slow")) with { Duration = TimeSpan.FromHours(1) });
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "streamed")) with { TimeToFirstUpdate = TimeSpan.FromSeconds(1) });
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "estimated")) with { UsageOrigin = UsageOrigin.Estimated });
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "cached")) with { SavingsByLever = new LeverSavings { Cache = 1m } });
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "routed")) with { SavingsByLever = new LeverSavings { Router = 1m } });
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "shortened")) with { SavingsByLever = new LeverSavings { Compressor = 1m } });

        Assert.Equal(first, builder.Build().Rows[0].Keys[0]);
    }

    [Fact]
    public void Every_measure_ranks() => Assert.All(Enum.GetValues<LedgerMeasure>(), static measure =>
        Assert.Single(LedgerAsserts.Reference([EntryBuilder.Attempt()], LedgerQuery.All.OrderBy(measure)).Rows));

    [Fact]
    public void Rows_can_be_ranked_by_the_tokens_of_any_kind()
    {
        var builder = new LedgerReportBuilder(LedgerQuery.All.GroupBy("row").OrderBy(UsageKind.CacheReadTokens));
        builder.Add(EntryBuilder.Attempt(9m, null, ("row", "long")));
        builder.Add(EntryBuilder.Attempt(1m, null, ("row", "warm")) with { Usage = Usage.Of(input: 10, cached: 5) });

        Assert.Equal("warm", builder.Build().Rows[0].Keys[0]);
    }

    [Fact]
    public void A_row_that_has_nothing_to_measure_comes_last()
    {
        var builder = new LedgerReportBuilder(LedgerQuery.All.GroupBy("row").OrderBy(LedgerMeasure.CostPerAttempt));
        builder.Add(EntryBuilder.Unpriced(null, ("row", "a")));
        builder.Add(EntryBuilder.Attempt(0m, null, ("row", "b")));

        Assert.Equal(["b", "a"], builder.Build().Rows.Select(static row => row.Keys[0]));
    }

    [Fact]
    public void Asking_for_no_rows_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => LedgerQuery.All.Top(0));
}
