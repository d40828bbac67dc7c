using TokenFinOps.Evaluation.Guardrails;
using TokenFinOps.Guardrails;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Shows that runs that succeeded trip nothing and that runs that go round in circles do, with the default guardrails, and how near the former came.</summary>
internal sealed class GuardrailSuite : ISuite
{
    private const int DefaultLoops = 500;

    public string Name => "guardrail";

    public string Summary => "Replays recorded agent runs and generated loops of one to six calls under the default guardrails. The data are runs with task_id, trial, reward and traj.";

    public IReadOnlyList<SuiteOption> Options => [new("loops", "N", "How many loops are generated. The default is 500.")];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<AgentTranscript> recorded = TranscriptReader.Read(context.Data);
        AgentTranscript[] succeeded = [.. recorded.Where(static run => run.Succeeded)];
        int loops = context.Arguments.Number("loops", DefaultLoops);
        var report = new SuiteReport();
        report.Add("runs", recorded.Count);
        report.Add("succeeded", succeeded.Length);
        report.Add("false_trips", await CountAsync(succeeded, null, report, cancellationToken));
        report.Add("failed_runs_tripped", await CountAsync(recorded.Except(succeeded), null, null, cancellationToken));
        await AddMarginsAsync(report, succeeded, cancellationToken);
        context.Progress.Report(0.5);
        report.Add("loops", loops);
        report.Add("loops_caught", await CountLoopsAsync(context.Seed, loops, report, cancellationToken));
        context.Progress.Report(1);
        return report;
    }

    // How many successful runs would trip were a rule one repetition stricter, and two.
    private static async Task AddMarginsAsync(SuiteReport report, AgentTranscript[] succeeded, CancellationToken cancellationToken)
    {
        var defaults = new GuardrailOptions();
        await AddMarginAsync("calls", defaults.RepeatedCalls, 2, static (options, limit) => options.RepeatedCalls = limit);
        await AddMarginAsync("cycles", defaults.RepeatedCycles, 3, static (options, limit) => options.RepeatedCycles = limit);
        await AddMarginAsync("answers", defaults.RepeatedAnswers, 2, static (options, limit) => options.RepeatedAnswers = limit);
        await AddMarginAsync("errors", defaults.RepeatedErrors, 2, static (options, limit) => options.RepeatedErrors = limit);

        async Task AddMarginAsync(string name, int limit, int least, Action<GuardrailOptions, int> set)
        {
            for (int stricter = limit; stricter >= least; stricter--)
            {
                report.Add($"tripped_at_{stricter}_{name}", await CountAsync(succeeded, options => set(options, stricter), null, cancellationToken));
            }
        }
    }

    private static async Task<int> CountLoopsAsync(int seed, int loops, SuiteReport report, CancellationToken cancellationToken)
    {
        await using var replay = new TranscriptReplay();
        int caught = 0;
        for (int i = 0; i < loops; i++)
        {
            AgentTranscript loop = new LoopGenerator((seed * 100_003) + i).Next((i % LoopGenerator.LongestPeriod) + 1);
            if ((await replay.RunAsync(loop, cancellationToken)).Count > 0)
            {
                caught++;
            }
            else
            {
                report.Note($"{loop.Name} was missed");
            }
        }

        return caught;
    }

    private static async Task<int> CountAsync(
        IEnumerable<AgentTranscript> runs, Action<GuardrailOptions>? configure, SuiteReport? report, CancellationToken cancellationToken)
    {
        await using var replay = new TranscriptReplay(configure);
        int tripped = 0;
        foreach (AgentTranscript run in runs)
        {
            IReadOnlyCollection<GuardrailTrip> trips = await replay.RunAsync(run, cancellationToken);
            if (trips.Count > 0)
            {
                tripped++;
                report?.Note($"{run.Name}: {string.Join("; ", trips)}");
            }
        }

        return tripped;
    }
}
