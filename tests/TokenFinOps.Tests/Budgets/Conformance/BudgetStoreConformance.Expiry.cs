using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;

namespace TokenFinOps.Tests.Budgets.Conformance;

public abstract partial class BudgetStoreConformance
{
    private static readonly TimeSpan AfterExpiry = TimeSpan.FromMinutes(16);

    [Fact]
    public async Task What_an_expired_reservation_held_is_found_by_who_needs_the_room()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(1m));
        await bench.ReserveAsync(1m);
        Assert.False(await bench.FitsAsync(0.5m));

        Time.Advance(AfterExpiry);

        Assert.True(await bench.FitsAsync(1m));
    }

    [Fact]
    public async Task What_has_expired_is_not_shown_as_reserved()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(1m), Budget.ForApplication().Named("rolling").Limit(BudgetMeasure.Cost, 1m, BudgetWindow.Rolling(TimeSpan.FromDays(1))));
        await bench.ReserveAsync(0.75m);

        Time.Advance(AfterExpiry);

        Assert.All(await bench.StatusesAsync(), static status => Assert.Equal(0m, status.Reserved));
    }

    [Fact]
    public async Task A_settlement_that_comes_after_the_expiry_is_exact_and_gives_nothing_back_a_second_time()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(10m));
        BudgetReservation late = await bench.ReserveAsync(6m);
        Time.Advance(AfterExpiry);
        BudgetReservation other = await bench.ReserveAsync(7m);

        await bench.SettleAsync(late, 2m);

        BudgetStatus status = await bench.StatusAsync();
        Assert.Equal((2m, 7m), (status.Spent, status.Reserved));
        await bench.SettleAsync(other, 7m);
        Assert.Equal((9m, 0m), ((await bench.StatusAsync()).Spent, (await bench.StatusAsync()).Reserved));
    }

    [Fact]
    public async Task A_release_that_comes_after_the_expiry_gives_nothing_back_a_second_time()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(10m));
        BudgetReservation late = await bench.ReserveAsync(6m);
        Time.Advance(AfterExpiry);
        await bench.ReserveAsync(7m);

        await bench.Store.ReleaseAsync(late);

        Assert.Equal(7m, (await bench.StatusAsync()).Reserved);
    }

    [Fact]
    public async Task A_caller_who_gives_up_holds_nothing()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(1m));
        using var impatient = new CancellationTokenSource();
        for (int i = 0; i < 20; i++)
        {
            Task<(BudgetReservation, ReserveResult Result)> reserving = bench.TryReserveUntilAsync(0.01m, [], impatient.Token);
            await impatient.CancelAsync();
            try
            {
                await bench.Store.ReleaseAsync((await reserving).Item1);
            }
            catch (OperationCanceledException)
            {
                // Whether it was made nobody knows.
            }
        }

        // What waits is done in its order, so that this comes after all of them.
        await bench.SpendAsync(0.5m);
        await bench.SpendAsync(0.5m);
        Assert.Equal((1m, 0m), ((await bench.StatusAsync()).Spent, (await bench.StatusAsync()).Reserved));
    }
}
