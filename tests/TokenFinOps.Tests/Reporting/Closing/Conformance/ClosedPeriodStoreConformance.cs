using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Closing.Conformance;

/// <summary>What every store of closed periods promises. The tests of a store derive from this and say how it is opened.</summary>
/// <remarks>This file depends on nothing but the SDK and <see cref="EntryBuilder"/>, so that the tests of any store can link it.</remarks>
public abstract class ClosedPeriodStoreConformance
{
    private const int AtOnce = 8;

    /// <summary>Closes a month of a ledger, and tries to close it again.</summary>
    protected async Task<ClosedPeriod> CloseOnceAsync(ICostLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        await ledger.AppendAsync(EntryBuilder.Attempt(3m, EntryBuilder.Noon, ("team", "support")), TestContext.Current.CancellationToken);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero));
        var books = new PeriodClose(ledger, Open(), static _ => new ChargebackPlan { CostCentres = CostCentreMap.By("team") }, time);

        ClosedPeriod posted = await books.CloseAsync(BillingPeriod.Month(2026, 3), TestContext.Current.CancellationToken);
        PeriodCloseException refused = await Assert.ThrowsAsync<PeriodCloseException>(() => books.CloseAsync(BillingPeriod.Month(2026, 3), TestContext.Current.CancellationToken));

        Assert.Equal((3m, PeriodCloseRefusal.AlreadyClosed), (posted.Run.Statements.Single().Total, refused.Refusal));
        return posted;
    }

    /// <summary>Opens the store as another process would: what is kept by one is there for all that were opened in the same test. At first there is nothing.</summary>
    protected abstract IClosedPeriodStore Open();

    [Fact]
    public async Task A_closed_period_is_read_as_it_was_posted_to_the_last_byte()
    {
        ClosedPeriod posted = await PostedAsync(3, 0.1234567890123456789012345678m, "\"Forschung\" 🚀\0 \\u0000 '; --");

        await SaveAsync(posted);

        ClosedPeriod? found = await FindAsync(posted.Period.Name);
        Assert.Equal(ClosedPeriodJson.Write(posted), ClosedPeriodJson.Write(found!));
        Assert.Equal((posted.ContentHash, posted.ClosedAt, posted.Period), (found!.ContentHash, found.ClosedAt, found.Period));
        Assert.Equal(posted.Run.Statements.Single().DirectCost, found.Run.Statements.Single().DirectCost);
    }

    [Fact]
    public async Task A_period_that_is_not_closed_is_not_found()
    {
        Assert.Empty(await ListAsync());

        await SaveAsync(await PostedAsync(3));

        Assert.Null(await FindAsync("2026-02"));
        Assert.Null(await FindAsync("2026-0_"));
    }

    [Fact]
    public async Task Closed_periods_are_listed_the_earliest_first_in_whatever_order_they_were_kept()
    {
        foreach (int month in (int[])[11, 3, 10, 4])
        {
            await SaveAsync(await PostedAsync(month));
        }

        Assert.Equal(["2026-03", "2026-04", "2026-10", "2026-11"], (await ListAsync()).Select(static closed => closed.Period.Name));
    }

    [Fact]
    public async Task Keeping_the_same_period_again_does_nothing()
    {
        ClosedPeriod posted = await PostedAsync(3);

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => SaveAsync(posted))));
        await SaveAsync(posted);

        Assert.Equal(posted.ContentHash, Assert.Single(await ListAsync()).ContentHash);
    }

    [Fact]
    public async Task A_closed_period_is_never_replaced_and_whoever_tries_is_told_what_was_posted()
    {
        ClosedPeriod posted = await PostedAsync(3);
        await SaveAsync(posted);

        PeriodCloseException refused = await Assert.ThrowsAsync<PeriodCloseException>(async () => await SaveAsync(await PostedAsync(3, 4m)));

        Assert.Equal((PeriodCloseRefusal.AlreadyClosed, posted.ContentHash), (refused.Refusal, refused.Closed!.ContentHash));
        Assert.Equal(posted.ContentHash, (await FindAsync("2026-03"))!.ContentHash);
    }

    [Fact]
    public Task Of_many_that_close_a_period_at_once_one_wins_and_all_others_are_told_what_it_posted() => CloseAtOnceAsync(3);

    /// <summary>Has many close a month at once, and looks whether one of them won.</summary>
    protected async Task CloseAtOnceAsync(int month)
    {
        ClosedPeriod[] drafts = await Task.WhenAll(Enumerable.Range(1, AtOnce).Select(cost => PostedAsync(month, cost)));

        ClosedPeriod?[] told = await Task.WhenAll(drafts.Select(draft => Task.Run(() => RefusedAsync(draft))));

        ClosedPeriod winner = drafts[Array.IndexOf(told, null)];
        Assert.Equal(AtOnce - 1, told.Count(closed => closed?.ContentHash == winner.ContentHash));
        Assert.Equal(winner.ContentHash, (await FindAsync(winner.Period.Name))!.ContentHash);
    }

    /// <summary>Posts a month elsewhere.</summary>
    protected static async Task<ClosedPeriod> PostedAsync(int month, decimal cost = 3m, string team = "support")
    {
        var ledger = new InMemoryCostLedger();
        await ledger.AppendAsync(EntryBuilder.Attempt(cost, new DateTimeOffset(2026, month, 10, 12, 0, 0, TimeSpan.Zero), ("team", team)), TestContext.Current.CancellationToken);
        var afterwards = new FakeTimeProvider(new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero));
        var books = new PeriodClose(ledger, new InMemoryClosedPeriodStore(), static _ => new ChargebackPlan { CostCentres = CostCentreMap.By("team") }, afterwards);
        return await books.CloseAsync(BillingPeriod.Month(2026, month), TestContext.Current.CancellationToken);
    }

    private async Task SaveAsync(ClosedPeriod closed) => await Open().SaveAsync(closed, TestContext.Current.CancellationToken);

    private async Task<ClosedPeriod?> FindAsync(string period) => await Open().FindAsync(period, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<ClosedPeriod>> ListAsync() => await Open().ListAsync(TestContext.Current.CancellationToken);

    /// <summary>Keeps a period, and returns what had been posted instead, if so.</summary>
    private async Task<ClosedPeriod?> RefusedAsync(ClosedPeriod closed)
    {
        try
        {
            await SaveAsync(closed);
            return null;
        }
        catch (PeriodCloseException refused)
        {
            return refused.Closed;
        }
    }
}
