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

    [Fact]
    public async Task A_store_that_goes_away_while_an_answer_is_shortened_does_not_take_the_answer_away()
    {
        BreakableStore? store = null;
        var budgets = new TestBudgets(
            TestBudgets.Provider(), null, time => store = new BreakableStore(new InMemoryBudgetStore(time)), null, Budget.ForApplication().Monthly(0.005m).ShortenAnswers(200));
        store!.BreaksAfterNext = true;

        Assert.Equal("hello", await budgets.CallAsync(maxOutput: 4_000));

        store.IsAway = false;
        Assert.Equal(0.00075m, (await budgets.StatusAsync()).Spent);
    }

    private sealed class BreakableStore(IBudgetStore inner) : IBudgetStore
    {
        public bool IsAway { get; set; }

        public bool BreaksAfterNext { get; set; }

        public async ValueTask<ReserveResult> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken)
        {
            await Task.Yield();
            ReserveResult result = IsAway ? throw new IOException("the store is away") : await inner.ReserveAsync(reservation, cancellationToken);
            IsAway |= BreaksAfterNext;
            return result;
        }

        public ValueTask SettleAsync(BudgetReservation reservation, BudgetFigures figures) => inner.SettleAsync(reservation, figures);

        public ValueTask ReleaseAsync(BudgetReservation reservation) => inner.ReleaseAsync(reservation);

        public ValueTask<IReadOnlyList<BudgetAccount>> ReadAsync(BudgetRule rule, CancellationToken cancellationToken) => inner.ReadAsync(rule, cancellationToken);
    }
}
