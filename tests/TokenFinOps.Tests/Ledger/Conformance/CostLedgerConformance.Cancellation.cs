using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tests.Ledger.Conformance;

public abstract partial class CostLedgerConformance
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    [Fact]
    public Task Cancelling_an_append_cancels_the_wait_and_not_the_write() => WithLedgerAsync(async ledger =>
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m);
        try
        {
            await ledger.AppendAsync(entry, Cancelled);
        }
        catch (OperationCanceledException)
        {
            // Where there is something to wait for, the wait ends. What counts is that the entry does too.
        }

        await ledger.AppendAllAsync(entry);

        Assert.Equal((1, 1m), Counted((await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD")));
        Assert.Single(await ledger.EntriesAsync());
    });

    [Fact]
    public Task A_question_can_be_cancelled() => WithLedgerAsync(async ledger =>
    {
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await ledger.QueryAsync(LedgerQuery.All, Cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await ledger.QueryAsync(LedgerQuery.All.GroupBy(LedgerDimension.Run), Cancelled));
    });

    [Fact]
    public Task A_listing_can_be_cancelled_before_and_during_it() => WithLedgerAsync(async ledger =>
    {
        await ledger.AppendAllAsync(Enumerable.Range(0, 10).Select(static _ => EntryBuilder.Attempt(1m)));
        using var during = new CancellationTokenSource();
        int seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await ledger.EnumerateAsync(cancellationToken: Cancelled).ToArrayAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (LedgerEntry entry in ledger.EnumerateAsync(cancellationToken: during.Token))
            {
                seen++;
                await during.CancelAsync();
            }
        });

        Assert.Equal(1, seen);
        Assert.Equal(10, (await ledger.EntriesAsync()).Length);
    });

    [Fact]
    public Task What_is_missing_is_refused_by_name() => WithLedgerAsync(async ledger =>
    {
        Assert.Equal("entry", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await ledger.AppendAsync(null!, TestContext.Current.CancellationToken))).ParamName);
        Assert.Equal("query", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await ledger.QueryAsync(null!, TestContext.Current.CancellationToken))).ParamName);
        Assert.Equal("observer", Assert.Throws<ArgumentNullException>(() => ledger.Subscribe(null!)).ParamName);
    });
}
