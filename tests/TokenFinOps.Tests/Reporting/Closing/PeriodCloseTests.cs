using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tests.Ledger;
using TokenFinOps.Tests.Reporting.Chargeback;

namespace TokenFinOps.Tests.Reporting.Closing;

public sealed class PeriodCloseTests
{
    private readonly ClosingBooks _closing = new();

    [Fact]
    public async Task A_closed_period_is_kept_with_an_invoice_a_hash_and_the_ledgers_totals()
    {
        await _closing.Books.AddAsync(Books.Call(10m, "a"), Books.Call(5m, "b"), Books.Call(1m, null));

        ClosedPeriod march = await _closing.CloseAsync(3);

        Assert.Equal((10m, 5m, 1m), (march.Run.Find("a")!.Total, march.Run.Find("b")!.Total, march.Run.Unallocated.Total));
        Assert.Equal((16m, 3), (march.Run.Controls.Ledger[0].EffectiveCost, march.Run.Controls.Ledger[0].Attempts));
        Assert.Equal($"2026-03-{march.ContentHash[..8]}/a", march.InvoiceIdOf(march.Run.Find("a")!));
        Assert.Equal(_closing.Clock.GetUtcNow(), march.ClosedAt);
        Assert.Same(march, await _closing.Store.FindAsync("2026-03", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_late_entry_is_an_adjustment_of_the_next_period_and_the_closed_statement_stays()
    {
        await _closing.Books.AddAsync(Books.Call(10m, "a"));
        ClosedPeriod march = await _closing.CloseAsync(3);
        await _closing.Books.AddAsync(Books.Call(2.50m, "a"), Books.Call(4m, "late"), Books.Call(7m, "a", month: 4));

        ClosedPeriod april = await _closing.CloseAsync(4);

        Assert.Equal(new AdjustmentLine("2026-03", "a", 10m, 12.50m), Assert.Single(april.Run.Find("a")!.Adjustments));
        Assert.Equal((7m, 2.50m, 9.50m), (april.Run.Find("a")!.Charges, april.Run.Find("a")!.Adjustment, april.Run.Find("a")!.Total));
        Assert.Equal(4m, april.Run.Find("late")!.Total);
        Assert.Equal(10m, (await _closing.Store.FindAsync("2026-03", TestContext.Current.CancellationToken))!.Run.Controls.Total);
        Assert.Equal(march.ContentHash, (await _closing.ClosedAsync())[0].ContentHash);
    }

    [Fact]
    public async Task A_correction_after_the_close_is_given_back_in_the_next_period()
    {
        LedgerEntry call = Books.Call(10m, "a");
        await _closing.Books.AddAsync(call);
        await _closing.CloseAsync(3);
        await _closing.Books.AddAsync(Books.Correction(call, -4m));

        ClosedPeriod april = await _closing.CloseAsync(4);

        Assert.Equal(-4m, april.Run.Find("a")!.Total);
        Assert.Equal(6m, await _closing.PostedForAsync(3));
    }

    [Fact]
    public async Task Nothing_is_adjusted_twice_however_many_periods_are_closed()
    {
        await _closing.Books.AddAsync(Books.Call(10m, "a", month: 1));
        await _closing.CloseAsync(1);
        await _closing.Books.AddAsync(Books.Call(1m, "a", month: 1), Books.Call(20m, "a", month: 2));
        await _closing.CloseAsync(2);

        ClosedPeriod march = await _closing.CloseAsync(3);
        await _closing.Books.AddAsync(Books.Call(0.5m, "a", month: 1), Books.Call(0.25m, null, month: 2));
        ClosedPeriod april = await _closing.CloseAsync(4);

        Assert.Empty(march.Run.Statements);
        Assert.Equal(new AdjustmentLine("2026-01", "a", 11m, 11.5m), Assert.Single(april.Run.Find("a")!.Adjustments));
        Assert.Equal(new AdjustmentLine("2026-02", null, 0m, 0.25m), Assert.Single(april.Run.Unallocated.Adjustments));
        Assert.Equal((11.5m, 20.25m), (await _closing.PostedForAsync(1), await _closing.PostedForAsync(2)));
        Assert.True(april.Run.Controls.Ties);
    }

    [Fact]
    public async Task Moving_a_cost_to_another_cost_centre_charges_one_and_pays_the_other_back()
    {
        await _closing.Books.AddAsync(Books.Call(10m, "a"));
        await _closing.CloseAsync(3);
        _closing.Plan = static _ => new ChargebackPlan { CostCentres = CostCentreMap.By("team", new Dictionary<string, string> { ["a"] = "b" }) };

        ClosedPeriod april = await _closing.CloseAsync(4);

        Assert.Equal([("a", -10m), ("b", 10m)], april.Run.Statements.Select(static each => (each.CostCentre, each.Total)));
    }

    [Fact]
    public async Task A_period_is_closed_once()
    {
        await _closing.Books.AddAsync(Books.Call(10m, "a"));
        ClosedPeriod march = await _closing.CloseAsync(3);
        await _closing.Books.AddAsync(Books.Call(1m, "a"));

        PeriodCloseException exception = await _closing.RefusedAsync(3);

        Assert.Equal(PeriodCloseRefusal.AlreadyClosed, exception.Refusal);
        Assert.Same(march, exception.Closed);
        Assert.Contains("2026-03 was closed at 2026-05-05 08:00:00Z as 2026-03-", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Periods_are_closed_in_order_without_a_gap_and_when_they_are_over()
    {
        await _closing.CloseAsync(3);

        Assert.Equal(PeriodCloseRefusal.OutOfOrder, (await _closing.RefusedAsync(2)).Refusal);
        Assert.Equal(PeriodCloseRefusal.NotOver, (await _closing.RefusedAsync(5)).Refusal);
        _closing.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Contains("until 2026-04-01 00:00:00Z", (await _closing.RefusedAsync(5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_after_the_save_has_posted_the_period_once()
    {
        var store = new CrashingStore();
        var closing = new ClosingBooks(store);
        await closing.Books.AddAsync(Books.Call(10m, "a"));
        await Assert.ThrowsAsync<IOException>(() => closing.CloseAsync(3));
        await closing.Books.AddAsync(Books.Call(1m, "a"));

        PeriodCloseException again = await closing.RefusedAsync(3);
        ClosedPeriod april = await closing.CloseAsync(4);

        Assert.Equal(10m, again.Closed!.Run.Controls.Total);
        Assert.Equal(1m, april.Run.Controls.Total);
        Assert.Equal(11m, await closing.PostedForAsync(3));
    }

    [Fact]
    public async Task Two_that_close_the_same_period_post_it_once()
    {
        await _closing.Books.AddAsync(Books.Call(10m, "a"));
        ChargebackRun first = await _closing.Closing.PreviewAsync(Books.Month(3), TestContext.Current.CancellationToken);
        await _closing.CloseAsync(3);

        PeriodCloseException exception = await Assert.ThrowsAsync<PeriodCloseException>(
            async () => await _closing.Store.SaveAsync(ClosedPeriodJson.Of(first, _closing.Clock.GetUtcNow().AddHours(1)), TestContext.Current.CancellationToken));

        Assert.Equal(PeriodCloseRefusal.AlreadyClosed, exception.Refusal);
    }

    [Fact]
    public async Task Credits_go_on_from_what_closed_periods_have_drawn()
    {
        _closing.Plan = static _ => Books.ByTeam with { Credits = [CreditTests.Of("grant", 15m)] };
        await _closing.Books.AddAsync(Books.Call(10m, "a"), Books.Call(10m, "a", month: 4));

        await _closing.CloseAsync(3);
        await _closing.Books.AddAsync(Books.Call(1m, "a"));
        ClosedPeriod april = await _closing.CloseAsync(4);

        Assert.Equal((5m, 5m), (april.Run.Credits[0].Opening, april.Run.Credits[0].Drawn));
        Assert.Equal(10m + 1m - 5m, april.Run.Find("a")!.Total);
    }

    [Fact]
    public async Task A_preview_posts_nothing_and_is_what_the_close_will_post()
    {
        await _closing.Books.AddAsync(Books.Call(10m, "a", month: 5, day: 1));

        ChargebackRun preview = await _closing.Closing.PreviewAsync(Books.Month(5), TestContext.Current.CancellationToken);

        Assert.Equal(10m, preview.Find("a")!.Total);
        Assert.Empty(await _closing.ClosedAsync());
    }

    [Fact]
    public async Task A_ledger_that_has_lost_entries_gives_nothing_back()
    {
        await _closing.Books.AddAsync(Books.Call(10m, "a"), Books.Call(10m, "a"));
        await _closing.CloseAsync(3);
        var restarted = new InMemoryCostLedger();
        await restarted.AppendAllAsync(Books.Call(10m, "a"));
        var closing = new PeriodClose(restarted, _closing.Store, _closing.Plan, _closing.Clock);

        PeriodCloseException exception = await Assert.ThrowsAsync<PeriodCloseException>(() => closing.CloseAsync(Books.Month(4), TestContext.Current.CancellationToken));

        Assert.Equal(PeriodCloseRefusal.EntriesMissing, exception.Refusal);
        Assert.Contains("has 1 entries of 2026-03, but 2 were posted", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_period_that_the_ledger_no_longer_keeps_is_named_and_not_given_back()
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { Retention = TimeSpan.FromDays(45) }, _closing.Clock);
        var closing = new PeriodClose(ledger, _closing.Store, _closing.Plan, _closing.Clock);
        _closing.Clock.SetUtcNow(Books.Day(6, 5));
        await ledger.AppendAllAsync(Books.Call(10m, "a", month: 5, day: 5));
        await closing.CloseAsync(Books.Month(5), TestContext.Current.CancellationToken);
        _closing.Clock.SetUtcNow(Books.Day(7, 10));
        await ledger.AppendAllAsync(Books.Call(3m, "a", month: 6));

        ClosedPeriod june = await closing.CloseAsync(Books.Month(6), TestContext.Current.CancellationToken);

        Assert.Equal(["2026-05"], june.Run.UncomparedPeriods);
        Assert.Equal(3m, june.Run.Find("a")!.Total);
    }

    [Fact]
    public async Task A_period_that_the_ledger_no_longer_keeps_cannot_be_closed()
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { Retention = TimeSpan.FromDays(45) }, _closing.Clock);
        await ledger.AppendAllAsync(Books.Call(10m, "a"), Books.Call(3m, "a", month: 5, day: 1));
        var closing = new PeriodClose(ledger, _closing.Store, _closing.Plan, _closing.Clock);

        PeriodCloseException exception = await Assert.ThrowsAsync<PeriodCloseException>(() => closing.CloseAsync(Books.Month(3), TestContext.Current.CancellationToken));

        Assert.Equal(PeriodCloseRefusal.LedgerIncomplete, exception.Refusal);
    }

    [Fact]
    public async Task Another_currency_needs_books_of_its_own()
    {
        await _closing.CloseAsync(3);
        _closing.Plan = static _ => Books.ByTeam with { Currency = "EUR" };

        Assert.Equal(PeriodCloseRefusal.OtherCurrency, (await _closing.RefusedAsync(4)).Refusal);
    }

    /// <summary>Saves, and then fails before it can say so: once.</summary>
    private sealed class CrashingStore : IClosedPeriodStore
    {
        private readonly InMemoryClosedPeriodStore _inner = new();
        private bool _hasCrashed;

        public async ValueTask SaveAsync(ClosedPeriod closed, CancellationToken cancellationToken = default)
        {
            await _inner.SaveAsync(closed, cancellationToken);
            if (!_hasCrashed)
            {
                _hasCrashed = true;
                throw new IOException("The power is off.");
            }
        }

        public ValueTask<IReadOnlyList<ClosedPeriod>> ListAsync(CancellationToken cancellationToken = default) => _inner.ListAsync(cancellationToken);

        public ValueTask<ClosedPeriod?> FindAsync(string period, CancellationToken cancellationToken = default) => _inner.FindAsync(period, cancellationToken);
    }
}
