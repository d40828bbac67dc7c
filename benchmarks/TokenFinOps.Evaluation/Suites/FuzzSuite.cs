using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using TokenFinOps.Evaluation.Fuzzing;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Feeds the compressor and what belongs to it with hostile prompts for as long as it is asked to.</summary>
internal sealed class FuzzSuite : ISuite
{
    private const int DefaultMinutes = 1;
    private const int NotesOfEach = 3;
    private const int NoteLength = 500;

    public string Name => "fuzz";

    public string Summary => "Makes hostile prompts (malformed and deeply nested JSON, huge lines, invalid UTF-16, all scripts) and checks what must hold whatever comes. No data are needed.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("minutes", "N", "For how long. The default is 1."),
        new("case", "N", "Runs one case only, to see a failure again."),
    ];

    public Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        var report = new SuiteReport();
        int only = context.Arguments.Number("case", -1);
        TimeSpan limit = TimeSpan.FromMinutes(context.Arguments.Number("minutes", DefaultMinutes));
        var cases = new long[FuzzTargets.All.Count];
        var failures = new long[cases.Length];
        var slowest = new (TimeSpan Time, int Case)[cases.Length];
        long started = Stopwatch.GetTimestamp();
        for (int number = Math.Max(0, only); only < 0 ? Stopwatch.GetElapsedTime(started) < limit : number == only; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int target = number % cases.Length;
            cases[target]++;
            long began = Stopwatch.GetTimestamp();
            if (Failure(target, SeedOf(context.Seed, number)) is { } failure)
            {
                if (++failures[target] <= NotesOfEach)
                {
                    report.Note($"Case {number}, {FuzzTargets.All[target].Name}: {(failure.Length > NoteLength ? failure[..NoteLength] : failure)}");
                }
            }

            TimeSpan took = Stopwatch.GetElapsedTime(began);
            slowest[target] = took > slowest[target].Time ? (took, number) : slowest[target];
            context.Progress.Report(Math.Min(1, Stopwatch.GetElapsedTime(started) / limit));
        }

        for (int i = 0; i < cases.Length; i++)
        {
            string name = FuzzTargets.All[i].Name;
            report.Add($"{name}_cases", cases[i]);
            report.Add($"{name}_failures", failures[i]);
            report.Add($"{name}_slowest_ms", slowest[i].Time.TotalMilliseconds);
        }

        report.Add("cpu_minutes", Environment.CpuUsage.TotalTime.TotalMinutes);
        return Task.FromResult(report);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Any exception is what is looked for.")]
    private static string? Failure(int target, int seed)
    {
        try
        {
            FuzzTargets.All[target].Run(new FuzzInput(seed));
            return null;
        }
        catch (FuzzFailedException failed)
        {
            return failed.Message;
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    // System.HashCode is another one in every process.
    private static int SeedOf(int seed, int number) => unchecked((seed * 486_187_739) + (number * 16_777_619));
}
