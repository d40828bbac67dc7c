using System.Diagnostics.Metrics;
using TokenFinOps.Budgets;
using TokenFinOps.Telemetry;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Telemetry;

public sealed class BudgetTelemetryTests
{
    [Fact]
    public async Task Metrics_show_how_budgets_stand()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Requests(10, BudgetWindow.Day));
        budgets.Time.SetUtcNow(DateTimeOffset.Parse("2026-03-11T00:00:00Z", null));
        await budgets.CallAsync();
        budgets.Time.Advance(TimeSpan.FromHours(12));

        Dictionary<string, double> seen = Collect(budgets);

        Assert.Equal(10, seen["tokenfinops.budget.limit"]);
        Assert.Equal(1, seen["tokenfinops.budget.spent"]);
        Assert.Equal(0, seen["tokenfinops.budget.reserved"]);
        Assert.Equal(2, seen["tokenfinops.budget.projected"]);
        Assert.DoesNotContain("tokenfinops.budget.hours_left", seen.Keys);
    }

    [Fact]
    public async Task No_more_accounts_are_shown_than_wanted()
    {
        var budgets = new TestBudgets(
            TestBudgets.Provider(), static options => options.PublishedAccounts = 0, null, null, Budget.ForApplication().Requests(10, BudgetWindow.Day));
        await budgets.CallAsync();

        Assert.Empty(Collect(budgets));
    }

    private static Dictionary<string, double> Collect(TestBudgets budgets)
    {
        using var factory = new TestMeterFactory();
        using var telemetry = new BudgetTelemetry(budgets.Book, budgets.Options, budgets.Time, factory);
        using var listener = new MeterListener();
        var seen = new Dictionary<string, double>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter, factory.Made))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }
}
