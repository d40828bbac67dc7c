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
        new("store", "memory|sqlite:FILE|postgres:CONN|none", "Where entries go: memory, the default, is the whole pipeline with the ledger in memory; sqlite the same with a file of each trace's own, made anew; postgres with schemas of their own, which are dropped at the end; none prices without pipeline and ledger, as a baseline."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        int callers = context.Arguments.Number("callers", 16);
        if (callers is < 1 or > 1_024)
        {
            throw new EvaluationException($"--callers takes 1 to 1024, not {callers}.");
        }

        Func<RateCard, IReplayTarget> target = TargetOf(context.Arguments.Value("store") ?? "memory");
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
        "memory" => static card => new PipelineReplay(card, PipelineReplay.InMemory),
        "none" => static card => new PricingOnly(card),
        _ when store.StartsWith("sqlite:", StringComparison.Ordinal) => card => new PipelineReplay(card, new FreshFiles(store["sqlite:".Length..]).Use),
        _ when store.StartsWith("postgres:", StringComparison.Ordinal) => card => OnServer(card, new FreshSchema(store["postgres:".Length..])),
        _ => throw new EvaluationException($"--store takes memory, sqlite:FILE, postgres:CONN or none, not '{store.Split(':')[0]}'."),
    };

    private static PipelineReplay OnServer(RateCard card, FreshSchema schema) => new(card, schema.Use, schema.DropAsync);

    private sealed class Run(Replayer replayer, Func<RateCard, IReplayTarget> target)
    {
        private readonly ReplayComparison _comparison = new();
        private readonly List<string> _absent = [];
        private ReplayPace _all;
        private ReplayPace _calls;

        public async Task ReplayAsync(ReplayGroup group, string folder, CancellationToken cancellationToken)
        {
            if (group.Read(folder) is not { } calls)
            {
                _absent.Add(group.Name);
                return;
            }

            bool isCallByCall = Array.TrueForAll(calls, static call => call.Requests == 1);
            foreach (ReplayPlan plan in ReplayPlan.For(group))
            {
                await using IReplayTarget ledger = target(plan.ToCard());
                TraceCall[] planned = plan.ReportsCache ? calls : Array.ConvertAll(calls, static call => call with { CachedInput = 0 });
                ReplayPace pace = await replayer.RunAsync(planned, ledger, cancellationToken).ConfigureAwait(false);
                _all += pace;
                _calls += isCallByCall ? pace : default;
                _comparison.Compare(group, plan, await ledger.TotalsAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        public SuiteReport Report()
        {
            var report = new SuiteReport();
            report.Add("rows", _all.Rows);
            report.Add("totals", _comparison.Compared);
            report.Add("mismatches", _comparison.Mismatches.Count);
            report.Add("entries_per_second", _all.RowsPerSecond);
            report.Add("calls", _calls.Rows);
            report.Add("calls_per_second", _calls.RowsPerSecond);
            report.Add("cpu_us_per_call", _calls.ProcessorMicrosecondsPerRow);
            _comparison.Mismatches.ForEach(report.Note);
            report.Note("Rows are replayed once for every expected price. Calls are the rows of traces that hold single calls; the others sum up many calls and are appended as entries.");
            if (_absent.Count > 0)
            {
                report.Note($"Not in the folder, and not compared: {string.Join(", ", _absent)}.");
            }

            report.Note($"Not totals of a ledger, and not compared: {string.Join(", ", _comparison.Skipped)}.");
            return report;
        }
    }
}
