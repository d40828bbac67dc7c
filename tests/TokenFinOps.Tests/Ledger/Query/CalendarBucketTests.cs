using CsCheck;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Query;

public sealed class CalendarBucketTests
{
    private static readonly Gen<TimeZoneInfo> Zone = Gen.OneOf("UTC", "Europe/Berlin", "Africa/Cairo", "America/Havana", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe")
        .Select(TimeZoneInfo.FindSystemTimeZoneById);

    [Fact]
    public async Task Weeks_begin_on_Monday_even_across_the_year_and_the_change_of_the_clocks()
    {
        Assert.Equal(["2026-12-28T00:00+01:00 96", "2027-01-04T00:00+01:00 24"], await DaysAsync("2026-12-30T23:00Z", 5, TimeBucket.Week));
        Assert.Equal(["2026-03-23T00:00+01:00 167", "2026-03-30T00:00+02:00 1"], await DaysAsync("2026-03-22T23:00Z", 7, TimeBucket.Week));
        Assert.Equal(["2026-10-19T00:00+02:00 168"], await DaysAsync("2026-10-18T22:00Z", 7, TimeBucket.Week));
    }

    [Fact]
    public async Task Quarters_and_years_begin_at_local_midnight()
    {
        Assert.Equal(["2026-01-01T00:00+01:00 22", "2026-04-01T00:00+02:00 2"], await DaysAsync("2026-03-31T00:00Z", 1, TimeBucket.Quarter));
        Assert.Equal(["2026-10-01T00:00+02:00 23", "2027-01-01T00:00+01:00 1"], await DaysAsync("2026-12-31T00:00Z", 1, TimeBucket.Quarter));
        Assert.Equal(["2026-01-01T00:00+01:00 23", "2027-01-01T00:00+01:00 1"], await DaysAsync("2026-12-31T00:00Z", 1, TimeBucket.Year));
    }

    [Fact]
    public void Every_moment_lies_after_the_start_of_its_bucket_which_begins_a_bucket_itself() =>
        Gen.Select(Zone, Gen.Enum<TimeBucket>().Where(static bucket => bucket != TimeBucket.None), Gen.Long[0, 366L * 40 * TimeSpan.TicksPerDay]).Sample((zone, bucket, ticks) =>
        {
            DateTimeOffset moment = new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(ticks);
            var calendar = new BucketCalendar(bucket, zone);

            DateTimeOffset start = calendar.StartOf(moment);

            Assert.True(start <= moment);
            Assert.Equal(start, calendar.StartOf(start));
            Assert.True(calendar.StartOf(start.AddTicks(-1)) < start);
            Assert.Equal(zone.GetUtcOffset(start), start.Offset);
        });

    [Fact]
    public void A_week_begins_on_a_Monday_in_every_zone() =>
        Gen.Select(Zone, Gen.Int[0, 366 * 40]).Sample((zone, days) =>
            Assert.Equal(DayOfWeek.Monday, new BucketCalendar(TimeBucket.Week, zone).StartOf(new DateTimeOffset(1990, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(days)).DayOfWeek));

    private static async Task<IEnumerable<string>> DaysAsync(string from, int days, TimeBucket bucket)
    {
        // A ring of one: the answer comes from the sums.
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = 1 });
        await ledger.AppendAllAsync(Enumerable.Range(0, 24 * days).Select(hour => EntryBuilder.Attempt(1m, DateTimeOffset.Parse(from).AddHours(hour))));
        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.By(bucket, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
        Assert.True(report.IsComplete);
        return report.Rows.Select(static row => $"{row.Start:yyyy-MM-ddTHH:mmzzz} {row.Totals.Attempts}");
    }
}
