using System.Diagnostics;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>Time and memory of selections at a quarter of the tokens in a process whose code is compiled, each text counted as if for the first time.</summary>
/// <param name="MillisecondsPerThousand">Milliseconds for 1,000 tokens of context: the median over cases.</param>
/// <param name="BytesPerThousand">Bytes allocated for 1,000 tokens of context: the median over cases.</param>
/// <param name="CountingPerThousand">Of the milliseconds, those that counting the context once takes.</param>
/// <param name="ProcessorPerThousand">Milliseconds of processor time of the whole process for 1,000 tokens of all contexts, which a busy machine does not stretch.</param>
internal sealed record SelectionSpeed(double MillisecondsPerThousand, double BytesPerThousand, double CountingPerThousand, double ProcessorPerThousand)
{
    private const int Cases = 200;
    private const int WarmUpCases = 60;
    private const int WarmUps = 5;

    private static readonly TimeSpan CompilerPause = TimeSpan.FromMilliseconds(300);

    public static SelectionSpeed Of(IReadOnlyList<RetentionCase> cases, IReadOnlyList<long> tokens)
    {
        var times = new List<double>();
        var bytes = new List<double>();
        var counting = new List<double>();
        TimeSpan processor = TimeSpan.Zero;
        long read = 0;
        for (int run = -WarmUpCases * WarmUps; run < Cases; run++)
        {
            // A server compiles the code once: the first cases warm it up, again and again with time for the compiler, and others are timed.
            int at = (run < 0 ? (run + (WarmUpCases * WarmUps)) % WarmUpCases : WarmUpCases + run) % cases.Count;
            if (run <= 0 && run % WarmUpCases == 0)
            {
                Thread.Sleep(CompilerPause);
            }

            // One that remembers nothing.
            ITokenCounter counter = new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait, CachedTexts = 16 });
            var method = new SelectorMethod(new ExtractiveSelector(counter), "[…]");
            SelectionOptions options = method.Options((int)Math.Max(1, tokens[at] / 4));
            long before = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            new ExtractiveSelector(counter).Select(cases[at].Sources, cases[at].Question, options);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            used = Environment.CpuUsage.TotalTime - used;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            string whole = cases[at].FullText;
            start = Stopwatch.GetTimestamp();
            new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait, CachedTexts = 16 }).CountText(whole, RetentionRun.Model);
            if (run >= 0)
            {
                counting.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds * 1_000 / tokens[at]);
                times.Add(elapsed.TotalMilliseconds * 1_000 / tokens[at]);
                processor += used;
                read += tokens[at];
                bytes.Add(allocated * 1_000.0 / tokens[at]);
            }
        }

        return new SelectionSpeed(Median(times), Median(bytes), Median(counting), processor.TotalMilliseconds * 1_000 / read);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
