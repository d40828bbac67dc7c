using System.Diagnostics.Metrics;
using TokenFinOps.Budgets;

namespace TokenFinOps.Telemetry;

/// <summary>Publishes how budgets stand as metrics: limit, spent, reserved, burn rate, projected spend and hours until nothing is left.</summary>
/// <remarks>
/// Read from the memory of this process when a listener collects. Figures are tagged with budget, scope, measure and window; of how many accounts at most says
/// <see cref="BudgetOptions.PublishedAccounts"/>, the most used first.
/// </remarks>
internal sealed class BudgetTelemetry : IDisposable
{
    private readonly Meter _meter;
    private readonly BudgetBook _book;
    private readonly TimeProvider _time;
    private readonly int _most;

    public BudgetTelemetry(BudgetBook book, BudgetOptions options, TimeProvider time, IMeterFactory? meterFactory)
    {
        _book = book;
        _time = time;
        _most = options.PublishedAccounts;
        _meter = meterFactory?.Create(LedgerTelemetry.MeterName) ?? new Meter(LedgerTelemetry.MeterName);
        Gauge("limit", "The most that may be spent.", static status => status.Limit);
        Gauge("spent", "What has been spent, or is presumed to be.", static status => status.Spent + status.Presumed);
        Gauge("reserved", "Worst cases of the calls under way.", static status => status.Reserved);
        Gauge("burn_rate", "What is spent in an hour.", static status => status.BurnPerHour);
        Gauge("projected", "What will have been spent at the end of the window.", static status => status.Projected);
        _meter.CreateObservableGauge("tokenfinops.budget.hours_left", HoursLeft, "h", "Time until nothing is left, at the present pace.");
    }

    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string description, Func<BudgetStatus, decimal?> read) =>
        _meter.CreateObservableGauge($"tokenfinops.budget.{name}", () => Measure(status => (double?)read(status)), null, description);

    private IEnumerable<Measurement<double>> HoursLeft()
    {
        DateTimeOffset now = _time.GetUtcNow();
        return Measure(status => (status.ExhaustedAt - now)?.TotalHours);
    }

    private IEnumerable<Measurement<double>> Measure(Func<BudgetStatus, double?> read)
    {
        DateTimeOffset now = _time.GetUtcNow();
        IEnumerable<BudgetStatus> published = _book.Rules
            .SelectMany(rule => rule.AccountsAt(now))
            .Select(account => account.StatusAt(now))
            .OrderByDescending(static status => status.Share)
            .Take(_most);
        foreach (BudgetStatus status in published)
        {
            if (read(status) is { } value)
            {
                yield return new Measurement<double>(value, TagsOf(status));
            }
        }
    }

    private static KeyValuePair<string, object?>[] TagsOf(BudgetStatus status) =>
    [
        new("budget", status.Budget),
        new("scope", status.Scope),
        new("measure", status.Measure == BudgetMeasure.Cost ? status.Currency : status.Measure.ToString()),
        new("window", status.Window.ToString()),
    ];
}
