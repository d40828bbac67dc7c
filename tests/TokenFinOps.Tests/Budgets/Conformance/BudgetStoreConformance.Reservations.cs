using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Budgets.Conformance;

public abstract partial class BudgetStoreConformance
{
    [Fact]
    public async Task What_is_reserved_is_held_until_it_is_settled_at_what_it_came_to()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(10m));

        BudgetReservation reservation = await bench.ReserveAsync(4.5m);
        BudgetStatus under = await bench.StatusAsync();
        await bench.SettleAsync(reservation, 1.25m);

        Assert.Equal((10m, 0m, 4.5m), (under.Limit, under.Spent, under.Reserved));
        BudgetStatus after = await bench.StatusAsync();
        Assert.Equal((1.25m, 0m, 0m), (after.Spent, after.Presumed, after.Reserved));
    }

    [Fact]
    public async Task What_fits_to_the_last_digit_is_reserved_and_no_more()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(1m));

        await bench.ReserveAsync(0.9999999999999999999999999999m);

        Assert.False(await bench.FitsAsync(0.0000000000000000000000000002m));
        Assert.True(await bench.FitsAsync(0.0000000000000000000000000001m));
    }

    [Fact]
    public async Task A_refusal_names_the_budget_that_has_no_room_and_takes_nothing_from_the_others()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(10m), Budget.For("team", "a").Monthly(2m), Budget.ForEach("customer").Monthly(10m));
        (string, string)[] tags = [("team", "a"), ("customer", "acme")];
        await bench.SpendAsync(1.5m, tags);

        (BudgetReservation refused, ReserveResult result) = await bench.TryReserveAsync(1m, tags);

        Assert.Equal("team=a", refused.Charges[result.Refused].Account.Rule.Budget.Name);
        Assert.Equal((2m, 1.5m, 0.5m), (result.Balance.Limit, result.Balance.Spent, result.Balance.Left));
        Assert.All(await bench.StatusesAsync(), static status => Assert.Equal((1.5m, 0m), (status.Spent, status.Reserved)));
    }

    [Fact]
    public async Task A_budget_that_only_notifies_refuses_nothing()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(1m).NotifyOnly());

        await bench.SpendAsync(3m);

        Assert.Equal(-2m, (await bench.StatusAsync()).Left);
    }

    [Fact]
    public async Task What_is_released_is_free_again()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(1m));

        await bench.Store.ReleaseAsync(await bench.ReserveAsync(1m));

        Assert.True(await bench.FitsAsync(1m));
        Assert.Equal(0m, (await bench.StatusAsync()).Reserved);
    }

    [Fact]
    public async Task What_a_call_came_to_is_presumed_to_be_its_worst_case_where_nobody_knows()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(1m));

        await bench.SettleAsync(await bench.ReserveAsync(0.4m), EntryBuilder.Unpriced());

        BudgetStatus status = await bench.StatusAsync();
        Assert.Equal((0m, 0.4m, 0m, 0.6m), (status.Spent, status.Presumed, status.Reserved, status.Left));
    }

    [Fact]
    public async Task A_call_that_was_let_through_without_a_reservation_is_charged_all_the_same()
    {
        StoreBench bench = NewBench(Budget.ForApplication().Monthly(1m));
        (BudgetReservation refused, _) = await bench.TryReserveAsync(5m);

        await bench.SettleAsync(refused, 3m);

        BudgetStatus status = await bench.StatusAsync();
        Assert.Equal((3m, 0m), (status.Spent, status.Reserved));
    }

    [Fact]
    public async Task Every_measure_is_counted_in_its_own_unit()
    {
        StoreBench bench = NewBench(
            Budget.ForApplication().Monthly(10m).Requests(5, BudgetWindow.Day).Tokens(10_000, BudgetWindow.Hour));
        LedgerEntry entry = EntryBuilder.Attempt(2m) with { Usage = Usage.Of(input: 900, output: 99) };

        await bench.SettleAsync(await bench.ReserveAsync(3m), entry);

        Assert.Equal([2m, 1m, 999m], (await bench.StatusesAsync()).Select(static status => status.Spent));
    }
}
