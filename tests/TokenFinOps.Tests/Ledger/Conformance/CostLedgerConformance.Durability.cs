using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Conformance;

public abstract partial class CostLedgerConformance
{
    [Fact]
    public async Task What_was_appended_before_the_ledger_was_closed_is_there_when_it_is_opened_again()
    {
        SkipUnlessDurable();
        await Gen.Select(ConformanceGens.Entry.Array[1, 40], ConformanceGens.Query.Array[5]).SampleAsync(
            (entries, queries) => ReopenedAsync(entries, async ledger =>
            {
                Assert.Equal(entries.Select(EntrySheet.Of), (await ledger.EntriesAsync()).Select(EntrySheet.Of));
                foreach (LedgerQuery query in queries)
                {
                    await AgreesAsync(ledger, entries, query);
                }
            }),
            iter: Math.Min(Iterations, 10),
            threads: 1);
    }

    [Fact]
    public async Task An_entry_that_is_replayed_after_the_ledger_was_opened_again_counts_once()
    {
        SkipUnlessDurable();
        LedgerEntry[] entries = [.. Enumerable.Range(0, 50).Select(static i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddDays(i)))];
        await ReopenedAsync(entries, async ledger =>
        {
            int told = 0;
            using IDisposable subscription = ledger.Subscribe(_ => told++);

            await ledger.AppendAllAsync(entries);

            Assert.Equal((50, 50m), Counted((await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD")));
            Assert.Equal(50, (await ledger.EntriesAsync()).Length);
            Assert.Equal(0, told);
        });
    }

    [Fact]
    public async Task A_ledger_that_was_opened_again_goes_on_where_it_stopped()
    {
        SkipUnlessDurable();
        LedgerEntry[] entries = [.. Enumerable.Range(0, 30).Select(static i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddHours(-i), ("team", $"t{i % 3}")))];
        await ReopenedAsync(entries[..20], async ledger =>
        {
            await ledger.AppendAllAsync(entries[20..]);

            Assert.Equal(entries.Select(static entry => entry.Id), (await ledger.EntriesAsync()).Select(static entry => entry.Id));
            await AgreesAsync(ledger, entries, LedgerQuery.All.GroupBy("team").By(TimeBucket.Hour));
        });
    }

    private void SkipUnlessDurable() => Assert.SkipUnless(IsDurable, "This ledger does not outlive its process.");

    private async Task ReopenedAsync(IEnumerable<LedgerEntry> entries, Func<ICostLedger, Task> use)
    {
        ICostLedger ledger = await OpenAsync();
        try
        {
            await ledger.AppendAllAsync(entries);
            ledger = await ReopenAsync(ledger);
            await use(ledger);
        }
        finally
        {
            await CloseAsync(ledger);
        }
    }
}
