using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Budgets;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class HardLimitTests
{
    // Three tokens at the price of cache writes, 3 USD per million, and 100 of output at 10 make the worst case of a call.
    private const decimal WorstCase = 0.001009m;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_is_charged_what_the_ledger_says_and_holds_nothing_back_when_it_is_over(bool streaming)
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Monthly(1m));

        await budgets.CallAsync(streaming);

        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal(0.00075m, status.Spent);
        Assert.Equal(await budgets.LedgerSumAsync(), status.Spent);
        Assert.Equal(0m, status.Reserved);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_whose_worst_case_does_not_fit_is_refused_before_the_provider_sees_it(bool streaming)
    {
        TestChatClient provider = TestBudgets.Provider();
        var budgets = new TestBudgets(provider, Budget.For("team", "support").Monthly(WorstCase - 0.000001m));

        using AttributionScope team = FinOps.Attribute(("team", "support"));
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync(streaming));

        Assert.Equal(0, provider.Calls);
        Assert.Equal(BudgetRefusal.LimitReached, refusal.Refusal);
        Assert.Equal(WorstCase, refusal.Requested);
        Assert.Equal("team=support", refusal.Status?.Budget);
        Assert.Equal(DateTimeOffset.Parse("2026-04-01T00:00:00Z", null), refusal.Status?.ResetsAt);
        Assert.Contains("MaxOutputTokens", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await budgets.Ledger.EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_worst_case_that_fits_to_the_last_digit_is_let_through()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Monthly(WorstCase));

        await budgets.CallAsync();

        Assert.Equal(0.00075m, (await budgets.StatusAsync()).Spent);
    }

    [Fact]
    public async Task While_a_call_is_under_way_its_worst_case_is_held_back()
    {
        var answer = new TaskCompletionSource<ChatResponse>();
        var budgets = new TestBudgets(new TestChatClient { Respond = (_, _, _) => answer.Task }, Budget.ForApplication().Monthly(2 * WorstCase - 0.000001m));

        Task<string> first = budgets.CallAsync();
        Assert.Equal(WorstCase, (await budgets.StatusAsync()).Reserved);
        await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync());
        answer.SetResult(TestChatClient.Answer("done", new UsageDetails { InputTokenCount = 3, OutputTokenCount = 1 }, "gpt-test"));
        await first;

        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal(0m, status.Reserved);
        Assert.Equal(0.0000175m, status.Spent);
    }

    [Fact]
    public async Task A_call_is_charged_to_every_budget_that_covers_it_or_to_none()
    {
        var budgets = new TestBudgets(
            TestBudgets.Provider(),
            Budget.ForApplication().Monthly(1m),
            Budget.ForEach("customer").Requests(1, BudgetWindow.Day));

        using AttributionScope scope = FinOps.Attribute(("customer", "acme"));
        await budgets.CallAsync();
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync());

        Assert.Equal(("each customer", "acme"), (refusal.Status?.Budget, refusal.Status?.Scope));
        BudgetStatus whole = await budgets.StatusAsync("application");
        Assert.Equal(0.00075m, whole.Spent);
        Assert.Equal(0m, whole.Reserved);
    }

    [Fact]
    public async Task Each_value_of_a_template_has_a_budget_of_its_own()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForEach("customer").Requests(1, BudgetWindow.Day).Except("globex", 2));

        Assert.Equal(1, await AllowedAsync(budgets, "acme"));
        Assert.Equal(2, await AllowedAsync(budgets, "globex"));
        Assert.Equal(3, await AllowedAsync(budgets, null, calls: 3));
    }

    [Fact]
    public async Task A_failed_call_is_charged_what_its_entry_says()
    {
        var provider = new TestChatClient { Respond = static (_, _, _) => throw new IOException("the line broke") };
        var budgets = new TestBudgets(provider, Budget.ForApplication().Monthly(1m));

        await Assert.ThrowsAsync<IOException>(() => budgets.CallAsync());

        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal(await budgets.LedgerSumAsync(), status.Spent);
        Assert.Equal(0.0000075m, status.Spent);
        Assert.Equal(0m, status.Reserved);
    }

    [Fact]
    public async Task A_stream_that_is_left_halfway_is_charged_what_was_delivered()
    {
        var budgets = new TestBudgets(TestChatClient.Answering("one two three four"), Budget.ForApplication().Monthly(1m));

        await foreach (ChatResponseUpdate update in budgets.Client.GetStreamingResponseAsync(
            "hello", new ChatOptions { MaxOutputTokens = 100 }, TestContext.Current.CancellationToken))
        {
            break;
        }

        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal(await budgets.LedgerSumAsync(), status.Spent);
        Assert.True(status.Spent > 0);
        Assert.Equal(0m, status.Reserved);
    }

    [Fact]
    public async Task A_budget_that_only_notifies_refuses_nothing()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Monthly(0.0001m).NotifyOnly());

        await budgets.CallAsync();
        await budgets.CallAsync();

        Assert.Equal(0.0015m, (await budgets.StatusAsync()).Spent);
    }

    [Fact]
    public async Task Budgets_of_model_tier_run_and_deployment_cover_their_calls_alone()
    {
        var budgets = new TestBudgets(
            TestBudgets.Provider(),
            null,
            null,
            static metering => (metering.Tier, metering.Deployment) = ("frontier", "eu-1"),
            Budget.ForModel("gpt-test").Monthly(1m),
            Budget.ForModel("other").Monthly(1m),
            Budget.ForTier("frontier").Monthly(1m),
            Budget.ForApplication().WithDeployment("eu-1").WithProvider("openai").Monthly(1m),
            Budget.ForEachRun().InTotal(1m));

        using AttributionScope run = FinOps.BeginRun("run-7");
        await budgets.CallAsync();

        Assert.Equal(
            [("model=gpt-test", ""), ("tier=frontier", ""), ("deployment=eu-1, provider=openai", ""), ("each run", "run-7")],
            (await budgets.Book.GetStatusAsync(null, TestContext.Current.CancellationToken)).Select(static status => (status.Budget, status.Scope)));
    }

    private static async Task<int> AllowedAsync(TestBudgets budgets, string? customer, int calls = 4)
    {
        using AttributionScope? scope = customer is null ? null : FinOps.Attribute(("customer", customer));
        for (int made = 0; made < calls; made++)
        {
            try
            {
                await budgets.CallAsync();
            }
            catch (BudgetExceededException)
            {
                return made;
            }
        }

        return calls;
    }
}
