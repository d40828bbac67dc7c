using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.InMemory;

public sealed class RetentionTests
{
    private readonly FakeTimeProvider _clock = new(EntryBuilder.Noon);

    [Fact]
    public async Task Hours_older_than_the_retention_are_dropped_and_reports_say_so()
    {
        InMemoryCostLedger ledger = LedgerOf(hours: 2);
        await AppendEveryHourAsync(ledger, 5);

        LedgerReport all = await ledger.AskAsync(LedgerQuery.All);
        LedgerReport recent = await ledger.AskAsync(LedgerQuery.Between(EntryBuilder.Noon.AddHours(2), EntryBuilder.Noon.AddHours(9)));

        Assert.Equal(LedgerGaps.Expired, all.Gaps);
        Assert.Equal(EntryBuilder.Noon.AddHours(2), all.From);
        Assert.Equal(3, all.TotalIn("USD").Attempts);
        Assert.True(recent.IsComplete);
        Assert.Equal((5, 2, 3), (ledger.Statistics.Entries, ledger.Statistics.ExpiredEntries, ledger.Statistics.Hours));
    }

    [Fact]
    public async Task What_was_dropped_makes_room_for_new_sums()
    {
        InMemoryCostLedger ledger = LedgerOf(hours: 2, maxRollups: 3);
        await AppendEveryHourAsync(ledger, 50);

        Assert.Equal(3, ledger.Statistics.Rollups);
        Assert.Equal(0, ledger.Statistics.OverflowEntries);
    }

    [Fact]
    public async Task Timestamps_from_the_future_do_not_grow_without_bounds()
    {
        InMemoryCostLedger ledger = LedgerOf(hours: 2);
        await ledger.AppendAllAsync(Enumerable.Range(0, 1_000).Select(static i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddHours(i))));

        Assert.Equal(50, ledger.Statistics.Hours);
        Assert.Equal(950, ledger.Statistics.ExpiredEntries);
    }

    [Fact]
    public async Task The_first_and_the_last_hour_of_the_calendar_can_be_asked_for()
    {
        var ledger = new InMemoryCostLedger(timeProvider: new FakeTimeProvider(DateTimeOffset.MinValue.AddDays(1)));
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m, DateTimeOffset.MinValue), EntryBuilder.Attempt(2m, DateTimeOffset.MaxValue));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.By(TimeBucket.Day));

        Assert.Equal([1m, 2m], report.Rows.Select(static row => row.Totals.EffectiveCost));
    }

    [Fact]
    public void Options_out_of_range_are_refused_all_at_once()
    {
        var options = new InMemoryCostLedgerOptions { RecentEntries = 0, MaxRollups = -1, MaxRollupsPerHour = 0, Retention = TimeSpan.Zero };

        string message = Assert.Throws<ArgumentException>(() => new InMemoryCostLedger(options)).Message;

        Assert.Contains("RecentEntries is 0; it must be at least 1.", message, StringComparison.Ordinal);
        Assert.Contains("MaxRollups is -1", message, StringComparison.Ordinal);
        Assert.Contains("MaxRollupsPerHour is 0", message, StringComparison.Ordinal);
        Assert.Contains("Retention is 00:00:00; it must be from one hour to 100 years.", message, StringComparison.Ordinal);
    }

    private InMemoryCostLedger LedgerOf(int hours, int maxRollups = 1_000) =>
        new(new InMemoryCostLedgerOptions { Retention = TimeSpan.FromHours(hours), MaxRollups = maxRollups }, _clock);

    private async Task AppendEveryHourAsync(InMemoryCostLedger ledger, int hours)
    {
        for (int hour = 0; hour < hours; hour++)
        {
            await ledger.AppendAllAsync(EntryBuilder.Attempt(1m, _clock.GetUtcNow()));
            _clock.Advance(TimeSpan.FromHours(1));
        }
    }
}
