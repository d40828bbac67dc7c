using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Conformance;

public abstract partial class CostLedgerConformance
{
    [Fact]
    public Task The_same_entry_twice_counts_once_and_the_first_one_stays() => WithLedgerAsync(async ledger =>
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m);

        await ledger.AppendAllAsync(entry, entry with { Model = "retried", Cost = EntryBuilder.Priced(2m) }, entry);

        Assert.Equal((1, 1m), Counted((await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD")));
        Assert.Equal(entry.Model, Assert.Single(await ledger.EntriesAsync()).Model);
    });

    // A response that was made in the background has one id, whenever and by whichever process it is fetched.
    [Fact]
    public Task The_same_entry_counts_once_even_if_the_second_one_says_another_month() => WithLedgerAsync(async ledger =>
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m);

        await ledger.AppendAllAsync(entry, entry with { Timestamp = entry.Timestamp.AddMonths(1) }, entry with { Timestamp = entry.Timestamp.AddMonths(-1) });

        Assert.Equal((1, 1m), Counted((await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD")));
        Assert.Equal(entry.Timestamp, Assert.Single(await ledger.EntriesAsync()).Timestamp);
    });

    [Fact]
    public Task Entries_that_differ_in_their_id_only_count_each() => WithLedgerAsync(async ledger =>
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m);

        await ledger.AppendAllAsync(entry, entry with { Id = Guid.NewGuid() }, entry with { Id = Guid.Empty });

        Assert.Equal((3, 3m), Counted((await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD")));
    });

    [Fact]
    public Task Writers_that_replay_each_others_entries_count_each_once() =>
        ConformanceGens.Entry.Array[100].SampleAsync(
            entries => WithLedgerAsync(async ledger =>
            {
                await WriteAtOnceAsync(ledger, [entries, [.. entries.Reverse()], [.. entries, .. entries], [.. entries.Skip(50), .. entries.Take(50)]]);

                LedgerAsserts.Same(LedgerAsserts.Reference(entries, LedgerQuery.All), await ledger.AskAsync(LedgerQuery.All));
                Assert.Equal(entries.Length, (await ledger.EntriesAsync()).Length);
            }),
            iter: Math.Min(Iterations, 5),
            threads: 1);

    private static (long Attempts, decimal Cost) Counted(LedgerTotals total) => (total.Attempts, total.EffectiveCost);
}
