using TokenFinOps.Budgets;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class BurnTests
{
    [Fact]
    public async Task The_pace_tells_what_will_be_spent_and_when_nothing_is_left()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(100, BudgetWindow.Day));
        budgets.Time.SetUtcNow(DateTimeOffset.Parse("2026-03-11T00:00:00Z", null));
        for (int hour = 0; hour < 6; hour++)
        {
            for (int call = 0; call < 10; call++)
            {
                await budgets.CallAsync();
            }

            budgets.Time.Advance(TimeSpan.FromHours(1));
        }

        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal(10m, status.BurnPerHour);
        Assert.Equal(240m, status.Projected);
        Assert.Equal(DateTimeOffset.Parse("2026-03-11T10:00:00Z", null), status.ExhaustedAt);
    }

    [Fact]
    public async Task It_is_too_early_to_tell_when_a_window_has_hardly_begun()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Monthly(1m).NotifyAtForecast());
        budgets.Time.SetUtcNow(DateTimeOffset.Parse("2026-04-01T00:00:00Z", null));
        await budgets.CallAsync();
        budgets.Time.Advance(TimeSpan.FromMinutes(10));

        BudgetStatus status = await budgets.StatusAsync();
        Assert.Null(status.BurnPerHour);
        Assert.Null(status.Projected);
        Assert.True(budgets.Events.IsEmpty);
    }

    // "Uber has spent its budget for AI of 2026 in four months": a year's budget, spent at three times its pace.
    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    public async Task A_year_s_budget_that_is_gone_in_four_months_raises_the_alarm_in_the_first(int seed)
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Yearly(0.365m).NotifyAtForecast());
        var random = new Random(seed);
        DateTimeOffset start = DateTimeOffset.Parse("2027-01-01T00:00:00Z", null);
        for (int day = 0; day < 120; day++)
        {
            budgets.Time.SetUtcNow(start.AddDays(day).AddHours(random.Next(8, 18)));

            // 0.00304 USD a day on average, 0.00075 a call: four calls, fewer at weekends.
            int calls = budgets.Time.GetUtcNow().DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 5;
            for (int call = 0; call < calls && !(await budgets.Book.GetStatusAsync(null, TestContext.Current.CancellationToken)).Any(static status => status.Share >= 0.99m); call++)
            {
                await budgets.CallAsync();
            }
        }

        BudgetEvent alarm = await budgets.Events.NextAsync();
        Assert.Equal(BudgetEventKind.ForecastCrossed, alarm.Kind);
        Assert.InRange(alarm.At, start, start.AddDays(31));
        Assert.True(alarm.Status.Projected > alarm.Status.Limit);
        Assert.InRange(alarm.Status.ExhaustedAt!.Value, start.AddDays(60), start.AddDays(180));
    }
}
