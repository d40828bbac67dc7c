using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;

namespace TokenFinOps.Tests.Budgets.Conformance;

public abstract partial class BudgetStoreConformance
{
    [Fact]
    public async Task A_new_window_begins_anew_and_a_call_belongs_to_the_one_in_which_it_was_made()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Limit(BudgetMeasure.Cost, 1m, BudgetWindow.Hour), Budget.ForApplication().Named("total").InTotal(10m));
        BudgetReservation before = await bench.ReserveAsync(1m);
        Time.Advance(TimeSpan.FromMinutes(61));
        BudgetReservation after = await bench.ReserveAsync(1m);

        await bench.SettleAsync(before, 0.5m);
        await bench.SettleAsync(after, 0.25m);

        Assert.Equal((0.25m, 0m), ((await bench.StatusAsync("application")).Spent, (await bench.StatusAsync("application")).Reserved));
        Assert.Equal(0.75m, (await bench.StatusAsync("total")).Spent);
    }

    [Fact]
    public async Task What_is_left_of_a_window_is_carried_over_up_to_the_most()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(10m).CarryOver(4m), Budget.ForApplication().Named("much").Monthly(10m).CarryOver(100m));
        await bench.SpendAsync(7.5m);

        Time.Advance(TimeSpan.FromDays(31));
        await bench.SpendAsync(12m);

        BudgetStatus status = await bench.StatusAsync("application");
        Assert.Equal((2.5m, 12.5m, 0.5m), (status.Carried, status.Limit, status.Left));
        Time.Advance(TimeSpan.FromDays(30));
        await bench.SpendAsync(1m);
        Assert.Equal((0.5m, 10.5m), ((await bench.StatusAsync("application")).Carried, (await bench.StatusAsync("application")).Limit));

        // In June nobody calls, so that all of it is left.
        Time.Advance(TimeSpan.FromDays(65));
        await bench.SpendAsync(1m);
        Assert.Equal((4m, 14m), ((await bench.StatusAsync("application")).Carried, (await bench.StatusAsync("application")).Limit));
        Assert.Equal((10m, 20m), ((await bench.StatusAsync("much")).Carried, (await bench.StatusAsync("much")).Limit));
    }

    [Fact]
    public async Task What_was_overrun_is_not_carried_over()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(10m).CarryOver(4m).NotifyOnly());
        await bench.SpendAsync(17m);

        Time.Advance(TimeSpan.FromDays(31));
        await bench.SpendAsync(1m);

        Assert.Equal((0m, 10m), ((await bench.StatusAsync()).Carried, (await bench.StatusAsync()).Limit));
    }

    [Fact]
    public async Task What_was_spent_leaves_a_rolling_window_in_its_turn()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Limit(BudgetMeasure.Cost, 10m, BudgetWindow.Rolling(TimeSpan.FromHours(1))));
        await bench.SpendAsync(4m);
        Time.Advance(TimeSpan.FromMinutes(30));
        await bench.SpendAsync(5m);
        Assert.False(await bench.FitsAsync(2m));

        Time.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(5m, (await bench.StatusAsync()).Spent);
        Assert.True(await bench.FitsAsync(5m));
        Assert.False(await bench.FitsAsync(6m));
        Time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(0m, (await bench.StatusAsync()).Spent);
    }

    [Fact]
    public async Task A_call_that_outlives_a_rolling_window_leaves_nothing_behind()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Limit(BudgetMeasure.Cost, 10m, BudgetWindow.Rolling(TimeSpan.FromMinutes(1))));
        BudgetReservation slow = await bench.ReserveAsync(10m);
        Time.Advance(TimeSpan.FromMinutes(2));
        await bench.SpendAsync(3m);

        await bench.SettleAsync(slow, 9m);

        Assert.Equal((3m, 0m), ((await bench.StatusAsync()).Spent, (await bench.StatusAsync()).Reserved));
        Assert.True(await bench.FitsAsync(7m));
    }
}
