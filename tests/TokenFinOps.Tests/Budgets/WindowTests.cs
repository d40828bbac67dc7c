using Microsoft.Extensions.AI;
using TokenFinOps.Budgets;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class WindowTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    public static TheoryData<BudgetWindow, string, string, string> Windows => new()
    {
        { BudgetWindow.Minute, "2026-03-10T12:34:56Z", "2026-03-10T12:34:00Z", "2026-03-10T12:35:00Z" },
        { BudgetWindow.Hour, "2026-03-10T12:34:56Z", "2026-03-10T12:00:00Z", "2026-03-10T13:00:00Z" },
        { BudgetWindow.Hour.In(Kolkata), "2026-03-10T12:34:56Z", "2026-03-10T12:30:00Z", "2026-03-10T13:30:00Z" },
        { BudgetWindow.Day, "2026-03-10T12:34:56Z", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z" },

        // The day on which clocks are set forward has 23 hours, the one on which they are set back 25.
        { BudgetWindow.Day.In(Berlin), "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z" },
        { BudgetWindow.Day.In(Berlin), "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z" },
        { BudgetWindow.Week, "2026-03-15T23:59:59Z", "2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z" },
        { BudgetWindow.Month, "2028-02-29T23:59:59.9999999Z", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z" },
        { BudgetWindow.Month, "2026-12-31T12:00:00Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z" },
        { BudgetWindow.Month.In(Berlin), "2026-03-31T22:30:00Z", "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z" },
        { BudgetWindow.Quarter, "2026-06-30T12:00:00Z", "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z" },
        { BudgetWindow.Year, "2028-12-31T12:00:00Z", "2028-01-01T00:00:00Z", "2029-01-01T00:00:00Z" },
        { BudgetWindow.FiscalYear(4), "2026-03-31T12:00:00Z", "2025-04-01T00:00:00Z", "2026-04-01T00:00:00Z" },
        { BudgetWindow.FiscalYear(4).In(Berlin), "2026-03-31T22:00:00Z", "2026-03-31T22:00:00Z", "2027-03-31T22:00:00Z" },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void A_window_runs_from_its_first_moment_to_the_first_of_the_next(BudgetWindow window, string moment, string start, string end)
    {
        (DateTimeOffset first, DateTimeOffset next) = window.At(DateTimeOffset.Parse(moment, null));

        Assert.Equal((DateTimeOffset.Parse(start, null), DateTimeOffset.Parse(end, null)), (first, next));
    }

    [Fact]
    public void Windows_follow_each_other_without_gap_or_overlap_for_years()
    {
        BudgetWindow[] windows = [BudgetWindow.Day.In(Berlin), BudgetWindow.Week.In(Berlin), BudgetWindow.Month.In(Berlin), BudgetWindow.Quarter.In(Berlin),
            BudgetWindow.Year.In(Berlin), BudgetWindow.FiscalYear(10).In(Berlin)];
        foreach (BudgetWindow window in windows)
        {
            DateTimeOffset at = DateTimeOffset.Parse("2019-12-31T23:30:00Z", null);
            while (at.Year < 2031)
            {
                (DateTimeOffset start, DateTimeOffset end) = window.At(at);
                Assert.InRange(at, start, end.AddTicks(-1));
                Assert.Equal(end, window.At(end).Start);
                Assert.Equal((start, end), window.At(end.AddTicks(-1)));
                at = end;
            }
        }
    }

    [Fact]
    public async Task A_budget_begins_anew_with_the_next_window()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(1, BudgetWindow.Month));
        await budgets.CallAsync();
        await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync());

        budgets.Time.SetUtcNow(DateTimeOffset.Parse("2026-04-01T00:00:00Z", null));
        await budgets.CallAsync();

        Assert.Equal(1, (await budgets.StatusAsync()).Spent);
    }

    [Fact]
    public async Task Several_windows_hold_at_once()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(2, BudgetWindow.Hour).Requests(3, BudgetWindow.Day));

        Assert.Equal(2, await AllowedAsync(budgets));
        budgets.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await AllowedAsync(budgets));
        budgets.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await AllowedAsync(budgets));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_outlives_its_window_is_charged_to_the_window_in_which_it_was_made(bool streaming)
    {
        var answer = new TaskCompletionSource<ChatResponse>();
        var provider = new TestChatClient
        {
            Respond = (_, _, _) => answer.Task,
            Stream = (_, _, _) => LateAsync(answer.Task),
        };
        var budgets = new TestBudgets(provider, Budget.ForApplication().Daily(0.0015m));

        Task<string> call = budgets.CallAsync(streaming);
        budgets.Time.SetUtcNow(DateTimeOffset.Parse("2026-03-11T00:00:01Z", null));
        Task<string> next = budgets.CallAsync(streaming);
        answer.SetResult(TestChatClient.Answer("done", new UsageDetails { InputTokenCount = 100, OutputTokenCount = 50 }, "gpt-test"));
        await Task.WhenAll(call, next);

        BudgetStatus today = await budgets.StatusAsync();
        Assert.Equal((0.00075m, 0m), (today.Spent, today.Reserved));
    }

    [Fact]
    public async Task A_rolling_window_never_holds_more_than_its_limit_however_it_is_laid()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(10, BudgetWindow.Rolling(TimeSpan.FromHours(1))));
        var random = new Random(7);
        var made = new List<DateTimeOffset>();
        for (int i = 0; i < 2_000; i++)
        {
            budgets.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 200)));
            if (await AllowedAsync(budgets, calls: 1) == 1)
            {
                made.Add(budgets.Time.GetUtcNow());
            }
        }

        Assert.All(made, moment => Assert.InRange(made.Count(other => other > moment - TimeSpan.FromHours(1) && other <= moment), 1, 10));

        // A sixtieth of the window late at most: in 61 minutes there is room for ten, so that no more than a little is lost.
        Assert.InRange(made.Count, (int)((made[^1] - made[0]).TotalMinutes / 62 * 10) - 10, int.MaxValue);
    }

    [Fact]
    public async Task What_is_left_of_a_window_is_carried_over_up_to_what_is_allowed()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(5, BudgetWindow.Day).CarryOver(2));
        Assert.Equal(1, await AllowedAsync(budgets, calls: 1));

        budgets.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(7, await AllowedAsync(budgets));
        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal((7m, 2m), (status.Limit, status.Carried));

        budgets.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(5, await AllowedAsync(budgets));
    }

    [Fact]
    public async Task A_window_in_which_nothing_was_used_is_carried_over_too()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(5, BudgetWindow.Day).CarryOver(2));
        Assert.Equal(5, await AllowedAsync(budgets));

        budgets.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal(7, await AllowedAsync(budgets));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void A_fiscal_year_begins_with_a_month(int month) =>
        Assert.Contains("1 to 12", Assert.Throws<ArgumentOutOfRangeException>(() => BudgetWindow.FiscalYear(month)).Message, StringComparison.Ordinal);

    private static async Task<int> AllowedAsync(TestBudgets budgets, int calls = 20)
    {
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

    private static async IAsyncEnumerable<ChatResponseUpdate> LateAsync(Task<ChatResponse> answer)
    {
        foreach (ChatResponseUpdate update in (await answer).ToChatResponseUpdates())
        {
            yield return update;
        }
    }
}
