using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Query;

public sealed class TimeBucketTests
{
    [Fact]
    public async Task A_day_on_which_the_clocks_change_has_23_or_25_hours()
    {
        LedgerReport spring = await HourlyAsync("2026-03-28T00:00Z", 72, TimeBucket.Day, "Europe/Berlin");
        LedgerReport autumn = await HourlyAsync("2026-10-24T00:00Z", 72, TimeBucket.Day, "Europe/Berlin");

        Assert.Equal(["2026-03-28+01:00 23", "2026-03-29+01:00 23", "2026-03-30+02:00 24", "2026-03-31+02:00 2"], Days(spring));
        Assert.Equal(["2026-10-24+02:00 22", "2026-10-25+02:00 25", "2026-10-26+01:00 24", "2026-10-27+01:00 1"], Days(autumn));
        Assert.True(spring.IsComplete);
    }

    [Fact]
    public async Task The_hour_that_is_lived_through_twice_is_two_hours()
    {
        LedgerReport report = await HourlyAsync("2026-10-25T00:00Z", 3, TimeBucket.Hour, "Europe/Berlin");

        Assert.Equal(
            ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00"],
            report.Rows.Select(static row => $"{row.Start:yyyy-MM-ddTHH:mm:sszzz}"));
    }

    [Fact]
    public async Task Months_begin_at_local_midnight()
    {
        LedgerReport report = await HourlyAsync("2026-03-31T20:00Z", 6, TimeBucket.Month, "Europe/Berlin");

        Assert.Equal(["2026-03-01+01:00 2", "2026-04-01+02:00 4"], Days(report));
    }

    [Fact]
    public async Task A_day_whose_midnight_is_skipped_begins_when_the_clocks_have_changed()
    {
        // Cairo springs forward at midnight of the last Friday in April.
        LedgerReport report = await HourlyAsync("2026-04-23T21:00Z", 4, TimeBucket.Day, "Africa/Cairo");

        Assert.Equal(["2026-04-23T00:00+02:00 1", "2026-04-24T01:00+03:00 3"], report.Rows.Select(static row => $"{row.Start:yyyy-MM-ddTHH:mmzzz} {row.Totals.Attempts}"));
    }

    [Fact]
    public async Task A_day_whose_midnight_comes_twice_begins_at_the_first()
    {
        // Havana falls back from one o'clock to midnight on the first Sunday in November.
        LedgerReport report = await HourlyAsync("2026-11-01T03:00Z", 4, TimeBucket.Day, "America/Havana");

        Assert.Equal(["2026-10-31-04:00 1", "2026-11-01-04:00 3"], Days(report));
    }

    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("Australia/Adelaide")]
    [InlineData("Asia/Kathmandu")]
    public async Task Days_in_a_zone_of_half_or_quarter_hours_are_exact_while_the_entries_are_there(string zone)
    {
        LedgerReport report = await EveryTenMinutesAsync(zone, recent: 1_000);

        Assert.True(report.IsComplete);
        Assert.All(report.Rows[1..^1], static row => Assert.Equal(144, row.Totals.Attempts));
    }

    [Fact]
    public async Task Days_in_a_zone_of_half_hours_are_told_to_be_rounded_when_only_sums_are_left()
    {
        LedgerReport report = await EveryTenMinutesAsync("Asia/Kolkata", recent: 1);

        Assert.Equal(LedgerGaps.WholeHours, report.Gaps);
        Assert.Equal(5 * 144, report.TotalIn("USD").Attempts);
        Assert.All(report.Rows, static row => Assert.Equal(0, row.Totals.Attempts % 6));
    }

    private static async Task<LedgerReport> HourlyAsync(string from, int hours, TimeBucket bucket, string zone)
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = 1 });
        for (int hour = 0; hour < hours; hour++)
        {
            await ledger.AppendAllAsync(EntryBuilder.Attempt(1m, DateTimeOffset.Parse(from).AddHours(hour)));
        }

        return await ledger.AskAsync(LedgerQuery.All.By(bucket, TimeZoneInfo.FindSystemTimeZoneById(zone)));
    }

    private static async Task<LedgerReport> EveryTenMinutesAsync(string zone, int recent)
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = recent });
        await ledger.AppendAllAsync(Enumerable.Range(0, 5 * 144).Select(static i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddMinutes(10 * i))));
        return await ledger.AskAsync(LedgerQuery.All.By(TimeBucket.Day, TimeZoneInfo.FindSystemTimeZoneById(zone)));
    }

    private static IEnumerable<string> Days(LedgerReport report) => report.Rows.Select(static row => $"{row.Start:yyyy-MM-ddzzz} {row.Totals.Attempts}");
}
