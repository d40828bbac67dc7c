using TokenFinOps.Attribution;
using TokenFinOps.Budgets;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class ThresholdTests
{
    [Fact]
    public async Task Each_threshold_raises_one_event_when_it_is_passed()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForEach("team").Requests(10, BudgetWindow.Day).NotifyAt(0.5m, 0.8m));

        using AttributionScope team = FinOps.Attribute(("team", "support"));
        for (int i = 0; i < 10; i++)
        {
            await budgets.CallAsync();
        }

        BudgetEvent half = await budgets.Events.NextAsync();
        BudgetEvent most = await budgets.Events.NextAsync();
        Assert.Equal((BudgetEventKind.ThresholdCrossed, 0.5m, 5m), (half.Kind, half.Threshold?.Share, half.Status.Spent));
        Assert.Equal((0.8m, 8m, "support"), (most.Threshold?.Share, most.Status.Spent, most.Status.Scope));
        Assert.True(budgets.Events.IsEmpty);
    }

    [Fact]
    public async Task Without_thresholds_of_its_own_a_budget_tells_at_50_80_and_100_percent()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(10, BudgetWindow.Day));
        for (int i = 0; i < 10; i++)
        {
            await budgets.CallAsync();
        }

        Assert.Equal(
            [0.5m, 0.8m, 1m],
            [(await budgets.Events.NextAsync()).Threshold?.Share, (await budgets.Events.NextAsync()).Threshold?.Share, (await budgets.Events.NextAsync()).Threshold?.Share]);
    }

    [Fact]
    public async Task The_first_refusal_of_a_window_raises_an_event()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(1, BudgetWindow.Day).NotifyAt(2m));
        await budgets.CallAsync();
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync());
        }

        Assert.Equal(BudgetEventKind.Exhausted, (await budgets.Events.NextAsync()).Kind);
        Assert.True(budgets.Events.IsEmpty);
    }

    [Fact]
    public async Task A_cheaper_tier_is_preferred_from_the_share_on()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.For("team", "support").Requests(10, BudgetWindow.Day).DowngradeAt(0.2m));
        TagSet support = TagSet.Of(("team", "support"));
        using AttributionScope team = FinOps.Attribute(("team", "support"));

        await budgets.CallAsync();
        Assert.False(budgets.Book.PrefersCheaper(support));
        await budgets.CallAsync();

        Assert.True(budgets.Book.PrefersCheaper(support));
        Assert.False(budgets.Book.PrefersCheaper(TagSet.Of(("team", "sales"))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_throttled_call_waits_before_it_is_made(bool streaming)
    {
        TestChatClient provider = TestBudgets.Provider();
        var budgets = new TestBudgets(provider, Budget.ForApplication().Requests(10, BudgetWindow.Day).ThrottleAt(0.1m, TimeSpan.FromSeconds(5)));
        await budgets.CallAsync(streaming);

        Task<string> call = budgets.CallAsync(streaming);
        Assert.Equal(1, provider.Calls);
        budgets.Time.Advance(TimeSpan.FromSeconds(5));
        await call;

        Assert.Equal(2, provider.Calls);
        Assert.All(
            await budgets.Ledger.EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken),
            static entry => Assert.Equal(TimeSpan.Zero, entry.Duration));
    }

    [Fact]
    public async Task A_call_that_needs_an_approval_is_refused_when_nobody_approves()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(10, BudgetWindow.Day).RequireApprovalAt(0.1m));
        await budgets.CallAsync();

        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync());

        Assert.Equal(BudgetRefusal.NotApproved, refusal.Refusal);
    }

    [Theory]
    [InlineData(BudgetApproval.ApproveOnce, 3)]
    [InlineData(BudgetApproval.ApproveWindow, 1)]
    public async Task An_approval_holds_for_the_call_or_for_the_window(BudgetApproval answer, int asked)
    {
        var requests = new List<BudgetApprovalRequest>();
        var budgets = new TestBudgets(
            TestBudgets.Provider(),
            options => options.Approve = (request, _) =>
            {
                requests.Add(request);
                return ValueTask.FromResult(answer);
            },
            null,
            null,
            Budget.ForApplication().Requests(10, BudgetWindow.Day).RequireApprovalAt(0.1m));
        using AttributionScope team = FinOps.Attribute(("team", "support"));

        for (int i = 0; i < 4; i++)
        {
            await budgets.CallAsync();
        }

        Assert.Equal(asked, requests.Count);
        Assert.Equal("support", requests[0].Tags["team"]);
    }

    [Fact]
    public async Task What_has_left_a_rolling_window_needs_no_approval_any_more()
    {
        var budgets = new TestBudgets(
            TestBudgets.Provider(), Budget.ForApplication().Requests(10, BudgetWindow.Rolling(TimeSpan.FromHours(1))).RequireApprovalAt(0.1m));
        await budgets.CallAsync();
        await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync());

        budgets.Time.Advance(TimeSpan.FromMinutes(62));
        await budgets.CallAsync();

        Assert.Equal(1m, (await budgets.StatusAsync()).Spent);
    }

    [Fact]
    public void A_threshold_that_makes_no_sense_is_refused_with_the_cure()
    {
        Budget budget = Budget.ForApplication().Daily(1m);

        Assert.Contains("0.8 is 80 %", Assert.Throws<ArgumentException>(() => budget.NotifyAt(0m)).Message, StringComparison.Ordinal);
        Assert.Contains("delay", Assert.Throws<ArgumentException>(() => budget.ThrottleAt(0.5m, TimeSpan.Zero)).Message, StringComparison.Ordinal);
    }
}
