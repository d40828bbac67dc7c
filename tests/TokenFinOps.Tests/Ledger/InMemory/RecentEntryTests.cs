using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.InMemory;

public sealed class RecentEntryTests
{
    [Fact]
    public async Task The_same_entry_twice_counts_once()
    {
        var ledger = new InMemoryCostLedger();
        LedgerEntry entry = EntryBuilder.Attempt(1m);
        await ledger.AppendAllAsync(entry, entry with { Model = "retried" }, entry);

        Assert.Equal(1m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD").EffectiveCost);
        Assert.Equal((1, 2), (ledger.Statistics.Entries, ledger.Statistics.Duplicates));
    }

    [Fact]
    public async Task The_latest_entries_are_listed_oldest_first()
    {
        InMemoryCostLedger ledger = LedgerOf(recent: 300);
        LedgerEntry[] entries = [.. Enumerable.Range(0, 1_000).Select(static i => EntryBuilder.Attempt(i, EntryBuilder.Noon.AddMinutes(i)))];
        await ledger.AppendAllAsync(entries);

        Assert.Equal(entries[700..], await ledger.EntriesAsync());
        Assert.Equal((300, 700), (ledger.Statistics.Retained, ledger.Statistics.Evicted));
    }

    [Fact]
    public async Task An_enumeration_can_be_filtered_and_is_not_disturbed_by_appends()
    {
        InMemoryCostLedger ledger = LedgerOf(recent: 2);
        LedgerEntry[] entries = [EntryBuilder.Attempt(1m, null, ("team", "a")), EntryBuilder.Attempt(2m, null, ("team", "a"))];
        await ledger.AppendAllAsync(entries);

        var seen = new List<LedgerEntry>();
        await foreach (LedgerEntry entry in ledger.EnumerateAsync(LedgerFilter.All.Where("team", "a"), TestContext.Current.CancellationToken))
        {
            seen.Add(entry);
            await ledger.AppendAllAsync(EntryBuilder.Attempt(3m, null, ("team", "a")));
        }

        Assert.Equal(entries, seen);
    }

    [Fact]
    public async Task An_enumeration_can_be_cancelled()
    {
        InMemoryCostLedger ledger = LedgerOf(recent: 2);
        await ledger.AppendAllAsync(EntryBuilder.Attempt());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await ledger.EnumerateAsync(cancellationToken: cancelled.Token).ToArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Runs_are_answered_from_the_entries_that_are_there()
    {
        InMemoryCostLedger ledger = LedgerOf(recent: 2);
        await ledger.AppendAllAsync(Attempt("r1", null), Attempt("r2", "r1"));

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy(LedgerDimension.Run, LedgerDimension.ParentRun));

        Assert.True(report.IsComplete);
        Assert.Equal(["r1", null, "r2", "r1"], report.Rows.SelectMany(static row => row.Keys));
        Assert.Equal(1, (await ledger.AskAsync(LedgerQuery.All.Where(LedgerDimension.Run, "r2"))).TotalIn("USD").Attempts);
    }

    [Fact]
    public async Task A_question_about_a_run_says_when_entries_of_its_period_are_gone()
    {
        InMemoryCostLedger ledger = LedgerOf(recent: 2);
        await ledger.AppendAllAsync(Attempt("r1", null), Attempt("r1", null), Attempt("r1", null));
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddHours(1)));

        LedgerReport run = await ledger.AskAsync(LedgerQuery.All.Where(LedgerDimension.Run, "r1"));
        LedgerReport later = await ledger.AskAsync(
            LedgerQuery.Between(EntryBuilder.Noon.AddHours(1), EntryBuilder.Noon.AddHours(2)).GroupBy(LedgerDimension.Run));

        Assert.Equal(LedgerGaps.EntriesEvicted, run.Gaps);
        Assert.Equal(1, run.TotalIn("USD").Attempts);
        Assert.True(later.IsComplete);
    }

    private static LedgerEntry Attempt(string run, string? parent) => EntryBuilder.Attempt(1m) with { RunId = run, ParentRunId = parent };

    private static InMemoryCostLedger LedgerOf(int recent) => new(new InMemoryCostLedgerOptions { RecentEntries = recent });
}
