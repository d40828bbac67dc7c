using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;

namespace TokenFinOps.Tests.Budgets.Conformance;

public abstract partial class BudgetStoreConformance
{
    private static readonly (string, string)[] Acme = [("customer", "acme")];

    [Fact]
    public async Task Processes_share_one_budget()
    {
        RequireShared();
        StoreBench one = NewBench(Budget.ForApplication().Monthly(10m));
        StoreBench other = NewBench(Budget.ForApplication().Monthly(10m));
        BudgetReservation reservation = await one.ReserveAsync(6m);

        Assert.False(await other.FitsAsync(5m));
        await one.SettleAsync(reservation, 1m);

        Assert.True(await other.FitsAsync(9m));
        Assert.Equal((1m, 0m), ((await other.StatusAsync()).Spent, (await other.StatusAsync()).Reserved));
    }

    [Fact]
    public async Task A_process_sees_what_only_others_have_used()
    {
        RequireShared();
        Budget each = Budget.ForEach("customer").Monthly(10m);
        StoreBench one = NewBench(each);
        StoreBench other = NewBench(each);
        await one.SpendAsync(1m, Acme);
        await one.SpendAsync(2m, ("customer", "x\0\\ ünï 🚀 " + new string('y', 200)));

        IReadOnlyList<BudgetStatus> seen = await other.StatusesAsync();

        Assert.Equal(["acme", "x\0\\ ünï 🚀 " + new string('y', 200)], seen.Select(static status => status.Scope));
        Assert.Equal([1m, 2m], seen.Select(static status => status.Spent));
    }

    [Fact]
    public async Task What_a_process_left_behind_is_there_for_the_next()
    {
        RequireShared();
        StoreBench first = NewBench(Budget.ForApplication().Monthly(10m).CarryOver(10m));
        await first.SpendAsync(6m);
        await ((IAsyncDisposable)first.Store).DisposeAsync();

        StoreBench next = NewBench(Budget.ForApplication().Monthly(10m).CarryOver(10m));
        Assert.False(await next.FitsAsync(5m));
        Time.Advance(TimeSpan.FromDays(31));
        Assert.True(await next.FitsAsync(14m));
        Assert.False(await next.FitsAsync(15m));
    }

    [Fact]
    public async Task A_limit_that_is_raised_counts_at_once_and_what_was_spent_stays()
    {
        RequireShared();
        StoreBench small = NewBench(Budget.ForApplication().Named("b").Monthly(10m));
        StoreBench large = NewBench(Budget.ForApplication().Named("b").Monthly(20m));
        await small.SpendAsync(8m);

        Assert.False(await small.FitsAsync(5m));
        Assert.True(await large.FitsAsync(12m));
        Assert.Equal((20m, 8m), ((await large.StatusAsync()).Limit, (await large.StatusAsync()).Spent));
    }

    [Fact]
    public async Task Of_all_processes_one_raises_the_event_of_a_threshold_and_only_once()
    {
        RequireShared();
        StoreBench[] benches = [.. Enumerable.Range(0, 4).Select(_ => NewBench(Budget.ForApplication().Monthly(100m).NotifyAt(0.5m)))];

        await Task.WhenAll(benches.Select(static bench => Task.Run(async () =>
        {
            for (int i = 0; i < 20; i++)
            {
                await bench.SpendAsync(1m);
            }
        })));
        foreach (StoreBench bench in benches)
        {
            await bench.DisposeAsync();
        }

        BudgetEvent crossed = Assert.Single(benches.SelectMany(static bench => bench.Events));
        Assert.Equal(BudgetEventKind.ThresholdCrossed, crossed.Kind);
    }

    [Fact]
    public async Task A_rolling_window_is_one_for_all_processes()
    {
        RequireShared();
        Budget hourly = Budget.ForApplication().Limit(BudgetMeasure.Cost, 10m, BudgetWindow.Rolling(TimeSpan.FromHours(1)));
        StoreBench one = NewBench(hourly);
        StoreBench other = NewBench(hourly);
        await one.SpendAsync(4m);
        BudgetReservation crashed = await other.ReserveAsync(3m);
        Time.Advance(AfterExpiry);

        Assert.True(await other.FitsAsync(6m));
        await one.SpendAsync(6m);
        Time.Advance(TimeSpan.FromMinutes(45));

        await other.SettleAsync(crashed, 2m);
        Assert.Equal((6m, 0m), ((await one.StatusAsync()).Spent, (await other.StatusAsync()).Reserved));
    }

    [Fact]
    public async Task Sums_with_more_digits_than_a_decimal_holds_are_exact()
    {
        RequireShared();
        const decimal Third = 0.3333333333333333333333333333m;
        StoreBench bench = NewBench(Budget.ForApplication().InTotal(1_000_000m));
        await bench.SpendAsync(999_999m);
        for (int i = 0; i < 3; i++)
        {
            await bench.SpendAsync(Third);
        }

        // 1,000,000 less three thirds that are a little short leaves 10⁻²⁸.
        Assert.False(await bench.FitsAsync(0.0000000000000000000000000002m));
        Assert.True(await bench.FitsAsync(0.0000000000000000000000000001m));
    }

    [Fact]
    public async Task Windows_that_are_long_over_are_removed_and_what_is_carried_over_from_them_is_not_lost()
    {
        RequireShared();
        StoreBench bench = NewBench(
            Budget.ForEach("customer").Named("daily").Daily(10m),
            Budget.ForApplication().Named("carrying").Monthly(10m).CarryOver(10m));
        for (int day = 0; day < 3; day++)
        {
            await bench.SpendAsync(1m, ("customer", $"c{day}"));
            Time.Advance(TimeSpan.FromDays(1));
        }

        Time.Advance(TimeSpan.FromDays(70));
        await CleanAsync(bench.Store, Time.GetUtcNow());

        Assert.Equal(1, await CountAccountsAsync());
        await bench.SpendAsync(1m, Acme);
        Assert.Equal(10m, (await bench.StatusAsync("carrying")).Carried);
    }

    /// <summary>Removes what is old, as the store does now and then.</summary>
    private protected virtual ValueTask CleanAsync(IBudgetStore store, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Counts the accounts in the database.</summary>
    protected virtual Task<long> CountAccountsAsync() => throw new NotSupportedException();

    private void RequireShared() => Assert.SkipUnless(IsShared, "This store is of one process.");
}
