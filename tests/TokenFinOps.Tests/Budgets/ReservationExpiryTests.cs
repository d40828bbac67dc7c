using Microsoft.Extensions.AI;
using TokenFinOps.Budgets;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class ReservationExpiryTests
{
    [Fact]
    public async Task A_call_that_never_ends_gives_its_share_back_after_a_while()
    {
        var lost = new TaskCompletionSource<ChatResponse>();
        var provider = new TestChatClient { Respond = (_, _, _) => lost.Task };
        var budgets = new TestBudgets(provider, Budget.ForApplication().Requests(1, BudgetWindow.Total));
        _ = budgets.CallAsync();
        await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync());

        budgets.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(0m, (await budgets.StatusAsync()).Reserved);
        provider.Respond = static (_, _, _) => Task.FromResult(TestChatClient.Answer("hello", null, "gpt-test"));
        await budgets.CallAsync();
    }

    [Fact]
    public async Task The_room_of_an_expired_reservation_is_found_by_the_call_that_needs_it()
    {
        var lost = new TaskCompletionSource<ChatResponse>();
        var provider = new TestChatClient { Respond = (_, _, _) => lost.Task };
        var budgets = new TestBudgets(provider, Budget.ForApplication().Requests(1, BudgetWindow.Total));
        _ = budgets.CallAsync();
        budgets.Time.Advance(TimeSpan.FromMinutes(16));

        provider.Respond = static (_, _, _) => Task.FromResult(TestChatClient.Answer("hello", null, "gpt-test"));
        await budgets.CallAsync();

        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal((1m, 0m), (status.Spent, status.Reserved));
    }

    [Fact]
    public async Task A_call_that_ends_after_its_reservation_expired_is_charged_once_and_in_full()
    {
        var late = new TaskCompletionSource<ChatResponse>();
        var budgets = new TestBudgets(new TestChatClient { Respond = (_, _, _) => late.Task }, Budget.ForApplication().Monthly(1m));
        Task<string> call = budgets.CallAsync();
        budgets.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(0m, (await budgets.StatusAsync()).Reserved);

        late.SetResult(TestChatClient.Answer("done", new UsageDetails { InputTokenCount = 100, OutputTokenCount = 50 }, "gpt-test"));
        await call;

        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal((0.00075m, 0m), (status.Spent, status.Reserved));
    }
}
