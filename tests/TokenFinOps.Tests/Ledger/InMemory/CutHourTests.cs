using CsCheck;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.InMemory;

public sealed class CutHourTests
{
    private static readonly LedgerQuery HalfPastToHalfPast =
        LedgerQuery.Between(EntryBuilder.Noon.AddMinutes(30), EntryBuilder.Noon.AddMinutes(150));

    [Fact]
    public async Task A_period_that_cuts_an_hour_is_exact_while_its_entries_are_there()
    {
        LedgerReport report = await AskAsync(recent: 1_000, HalfPastToHalfPast);

        Assert.True(report.IsComplete);
        Assert.Equal(120, report.TotalIn("USD").Attempts);
        Assert.Equal(HalfPastToHalfPast.Filter.From, report.From);
    }

    [Fact]
    public async Task A_period_that_cuts_an_hour_takes_it_whole_and_says_so_when_entries_are_gone()
    {
        LedgerReport report = await AskAsync(recent: 1, HalfPastToHalfPast);

        Assert.Equal(LedgerGaps.WholeHours, report.Gaps);
        Assert.Equal(180, report.TotalIn("USD").Attempts);
        Assert.Equal(EntryBuilder.Noon, report.From);
        Assert.Equal(EntryBuilder.Noon.AddHours(3), report.To);
    }

    [Fact]
    public async Task Only_the_edge_whose_entries_are_gone_is_widened()
    {
        LedgerReport report = await AskAsync(recent: 100, HalfPastToHalfPast);

        Assert.Equal(150, report.TotalIn("USD").Attempts);
        Assert.Equal(EntryBuilder.Noon, report.From);
        Assert.Equal(HalfPastToHalfPast.Filter.To, report.To);
    }

    [Fact]
    public async Task An_empty_period_has_nothing() =>
        Assert.Empty((await AskAsync(recent: 1, LedgerQuery.Between(EntryBuilder.Noon, EntryBuilder.Noon))).Totals);

    [Fact]
    public Task Any_period_is_exact_while_all_entries_are_there() =>
        Gen.Select(LedgerGens.Entry.Array[0, 60], LedgerGens.Query, Gen.Int[0, 5_000], Gen.Int[0, 5_000]).SampleAsync(async (entries, query, from, minutes) =>
        {
            var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { MaxRollups = 1_000 });
            await ledger.AppendAllAsync(entries);
            DateTimeOffset start = new DateTimeOffset(2026, 3, 27, 23, 0, 0, TimeSpan.Zero).AddMinutes(from);
            LedgerQuery period = query with { Filter = LedgerFilter.Between(start, start.AddMinutes(minutes)) };

            LedgerReport report = await ledger.AskAsync(period);

            Assert.True(report.IsComplete);
            LedgerAsserts.Same(LedgerAsserts.Reference(entries, period), report);
        });

    private static async Task<LedgerReport> AskAsync(int recent, LedgerQuery query)
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = recent });
        await ledger.AppendAllAsync(Enumerable.Range(0, 180).Select(static minute => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddMinutes(minute))));
        return await ledger.AskAsync(query);
    }
}
