using TokenFinOps.Budgets.Storage;
using TokenFinOps.Evaluation.Budgets;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Measures how many calls a store of budgets lets through: a reservation and a settlement each, all in one hot budget.</summary>
internal sealed class BudgetSuite : ISuite
{
    public string Name => "budgets";

    public string Summary => "reservations and settlements that a store of budgets does in a second, and how long a pair takes";

    public IReadOnlyList<SuiteOption> Options { get; } =
    [
        new("store", "STORE", "memory, sqlite:FILE or postgres:CONNECTION (memory)"),
        new("callers", "N", "how many call at once (64)"),
        new("own", "N", "1 to charge every caller's two own budgets as well (0)"),
        new("seconds", "N", "how long each of the rounds takes, after one that warms up (5)"),
        new("rounds", "N", "how many rounds there are (5)"),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        int callers = context.Arguments.Number("callers", 64);
        int rounds = context.Arguments.Number("rounds", 5);
        var seconds = TimeSpan.FromSeconds(context.Arguments.Number("seconds", 5));
        IBudgetStore store = BudgetStores.Open(context.Arguments.Value("store") ?? "memory");
        await using var closing = store as IAsyncDisposable;
        var load = new BudgetLoad(store, context.Arguments.Number("own", 0) > 0);
        var report = new SuiteReport();
        List<double> perSecond = [];
        List<double> milliseconds = [];
        int inexact = 0;
        for (int round = 0; round <= rounds; round++)
        {
            (double rate, double[] times, bool isExact) = await load.RunAsync(callers, seconds).ConfigureAwait(false);
            inexact += isExact ? 0 : 1;
            if (round > 0)
            {
                perSecond.Add(rate);
                milliseconds.AddRange(times);
            }

            context.Progress.Report((round + 1.0) / (rounds + 1));
        }

        perSecond.Sort();
        milliseconds.Sort();
        report.Add("callers", callers);
        report.Add("pairs_per_second", Math.Round(perSecond[rounds / 2]));
        report.Add("pairs_per_second_worst_round", Math.Round(perSecond[0]));
        report.Add("pairs_per_second_best_round", Math.Round(perSecond[^1]));
        report.Add("p50_ms", Math.Round(At(milliseconds, 0.5), 4));
        report.Add("p99_ms", Math.Round(At(milliseconds, 0.99), 4));
        report.Add("sums_that_differ", inexact);
        return report;
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
