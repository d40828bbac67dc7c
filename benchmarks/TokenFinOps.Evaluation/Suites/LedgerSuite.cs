using System.Text.Json;
using TokenFinOps.Evaluation.Replay;
using TokenFinOps.Evaluation.Traces;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Replays real token traces through the pipeline and compares the ledger's totals with the expected ones.</summary>
internal sealed class LedgerSuite : ISuite
{
    public string Name => "ledger";

    public string Summary => "Replays the traces of a folder with expected.json, shuffled and in parallel, and compares rows, tokens and costs exactly.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("callers", "N", "How many calls are made at a time; 16 by default."),
        new("store", "none", "Where entries go: none prices without a ledger, as a baseline."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        int callers = context.Arguments.Number("callers", 16);
        if (callers is < 1 or > 1_024)
        {
            throw new EvaluationException($"--callers takes 1 to 1024, not {callers}.");
        }

        Func<RateCard, IReplayTarget> target = TargetOf(context.Arguments.Value("store") ?? "none");
        using JsonDocument expectations = DataFile.OpenJson(ReplayGroup.ExpectationsIn(context.Data));
        IReadOnlyList<ReplayGroup> groups = ReplayGroup.In(expectations.RootElement);
        var run = new Run(new Replayer(callers, context.Seed), target);
        for (int i = 0; i < groups.Count; i++)
        {
            await run.ReplayAsync(groups[i], context.Data, cancellationToken).ConfigureAwait(false);
            context.Progress.Report((i + 1.0) / groups.Count);
        }

        return run.Report();
    }

    private static Func<RateCard, IReplayTarget> TargetOf(string store) => store switch
    {
        "none" => static card => new PricingOnly(card),
        _ => throw new EvaluationException($"--store takes none, not '{store}'."),
    };

    private sealed class Run(Replayer replayer, Func<RateCard, IReplayTarget> target)
    {
        private readonly ReplayComparison _comparison = new();
        private readonly List<string> _absent = [];
        private TimeSpan _elapsed;
        private long _rows;

        public async Task ReplayAsync(ReplayGroup group, string folder, CancellationToken cancellationToken)
        {
            if (group.Read(folder) is not { } calls)
            {
                _absent.Add(group.Name);
                return;
            }

            foreach (ReplayPlan plan in ReplayPlan.For(group))
            {
                await using IReplayTarget ledger = target(plan.ToCard());
                TraceCall[] planned = plan.ReportsCache ? calls : Array.ConvertAll(calls, static call => call with { CachedInput = 0 });
                _elapsed += await replayer.RunAsync(planned, ledger, cancellationToken).ConfigureAwait(false);
                _rows += planned.Length;
                _comparison.Compare(group, plan, await ledger.TotalsAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        public SuiteReport Report()
        {
            var report = new SuiteReport();
            report.Add("rows", _rows);
            report.Add("totals", _comparison.Compared);
            report.Add("mismatches", _comparison.Mismatches.Count);
            report.Add("entries_per_second", Math.Round(_rows / _elapsed.TotalSeconds));
            _comparison.Mismatches.ForEach(report.Note);
            if (_absent.Count > 0)
            {
                report.Note($"Not in the folder, and not compared: {string.Join(", ", _absent)}.");
            }

            report.Note($"Not totals of a ledger, and not compared: {string.Join(", ", _comparison.Skipped)}.");
            return report;
        }
    }
}
