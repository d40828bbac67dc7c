using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class StoreFailureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_the_store_is_away_calls_go_on_and_are_charged_when_it_is_back(bool streaming)
    {
        BreakableStore? store = null;
        var budgets = new TestBudgets(TestBudgets.Provider(), null, time => store = new BreakableStore(new InMemoryBudgetStore(time)), null, Budget.ForApplication().Monthly(1m));
        store!.IsAway = true;

        Assert.StartsWith("hello", await budgets.CallAsync(streaming), StringComparison.Ordinal);

        store.IsAway = false;
        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal((0.00075m, 0m), (status.Spent, status.Reserved));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_budget_that_fails_closed_refuses_calls_while_the_store_is_away(bool streaming)
    {
        TestChatClient provider = TestBudgets.Provider();
        BreakableStore? store = null;
        var budgets = new TestBudgets(provider, null, time => store = new BreakableStore(new InMemoryBudgetStore(time)), null, Budget.ForApplication().Monthly(1m).FailClosed());
        store!.IsAway = true;

        BudgetUnavailableException refusal = await Assert.ThrowsAsync<BudgetUnavailableException>(() => budgets.CallAsync(streaming));

        Assert.Equal(0, provider.Calls);
        Assert.IsType<IOException>(refusal.InnerException);
    }

    private sealed class BreakableStore(IBudgetStore inner) : IBudgetStore
    {
        public bool IsAway { get; set; }

        public async ValueTask<ReserveResult> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return IsAway ? throw new IOException("the store is away") : await inner.ReserveAsync(reservation, cancellationToken);
        }

        public ValueTask SettleAsync(BudgetReservation reservation, BudgetFigures figures) => inner.SettleAsync(reservation, figures);

        public ValueTask ReleaseAsync(BudgetReservation reservation) => inner.ReleaseAsync(reservation);

        public ValueTask<IReadOnlyList<BudgetAccount>> ReadAsync(BudgetRule rule, CancellationToken cancellationToken) => inner.ReadAsync(rule, cancellationToken);
    }
}
