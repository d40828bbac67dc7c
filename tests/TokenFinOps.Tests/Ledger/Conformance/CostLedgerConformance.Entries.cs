using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Conformance;

public abstract partial class CostLedgerConformance
{
    [Fact]
    public Task Every_field_comes_back_as_it_went_in() =>
        ConformanceGens.Entry.Array[0, 20].SampleAsync(
            entries => WithLedgerAsync(async ledger =>
            {
                await ledger.AppendAllAsync(entries);

                Assert.Equal(entries.Select(EntrySheet.Of), (await ledger.EntriesAsync()).Select(EntrySheet.Of));
            }),
            iter: Iterations,
            threads: 1);

    [Fact]
    public Task An_entry_that_says_as_little_as_it_may_comes_back_as_it_went_in() => WithLedgerAsync(async ledger =>
    {
        var entry = new LedgerEntry
        {
            Id = Guid.Empty,
            RequestId = Guid.Empty,
            Timestamp = EntryBuilder.Noon,
            Model = string.Empty,
            Cost = TokenFinOps.Pricing.CostBreakdown.Unpriced(),
        };

        await ledger.AppendAllAsync(entry);

        Assert.Equal(EntrySheet.Of(entry), EntrySheet.Of(Assert.Single(await ledger.EntriesAsync())));
    });

    [Fact]
    public void The_comparison_of_entries_leaves_no_field_out() =>
        Assert.Equal(
            typeof(LedgerEntry).GetProperties().Select(static property => property.Name).Order(),
            EntrySheet.Fields(EntryBuilder.Attempt()).Select(static field => field.Name).Order());

    [Fact]
    public Task Entries_are_listed_in_the_order_in_which_they_were_appended_whatever_their_time() => WithLedgerAsync(async ledger =>
    {
        LedgerEntry[] entries = [.. Enumerable.Range(0, 500).Select(static i => EntryBuilder.Attempt(i, EntryBuilder.Noon.AddHours(i * 37 % 500)))];
        await ledger.AppendAllAsync(entries);

        Assert.Equal(entries.Select(static entry => entry.Id), (await ledger.EntriesAsync()).Select(static entry => entry.Id));
    });

    [Fact]
    public Task A_filter_lists_what_it_lets_through() =>
        Gen.Select(ConformanceGens.Entry.Array[0, 40], ConformanceGens.Filter.Array[10]).SampleAsync(
            (entries, filters) => WithLedgerAsync(async ledger =>
            {
                await ledger.AppendAllAsync(entries);
                foreach (LedgerFilter filter in filters)
                {
                    Assert.Equal(
                        entries.Where(filter.Matches).Select(static entry => entry.Id), (await ledger.EntriesAsync(filter)).Select(static entry => entry.Id));
                }
            }),
            iter: Iterations,
            threads: 1);

    [Fact]
    public Task A_listing_that_is_left_early_or_during_which_entries_are_appended_disturbs_nothing() => WithLedgerAsync(async ledger =>
    {
        LedgerEntry[] entries = [.. Enumerable.Range(0, 20).Select(static _ => EntryBuilder.Attempt(1m))];
        await ledger.AppendAllAsync(entries);

        List<Guid> seen = [];
        await foreach (LedgerEntry entry in ledger.EnumerateAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            seen.Add(entry.Id);
            await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
            if (seen.Count == 10)
            {
                break;
            }
        }

        Assert.Equal(entries.Take(10).Select(static entry => entry.Id), seen);
        Assert.Equal(30, (await ledger.EntriesAsync()).Length);
        Assert.Equal((30, 30m), Counted((await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD")));
    });
}
