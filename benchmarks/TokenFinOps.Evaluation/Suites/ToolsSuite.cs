using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Evaluation.Guardrails;
using TokenFinOps.Evaluation.ToolTraffic;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Shows how much shorter tool results become without losing anything, and how much less whole agent runs send.</summary>
internal sealed class ToolsSuite : ISuite
{
    private const int DefaultKeep = 3;
    private const int WarmUps = 6;
    private const int WarmUpResults = 100;

    private static readonly TimeSpan CompilerPause = TimeSpan.FromMilliseconds(300);

    public string Name => "tools";

    public string Summary => "Shortens tool results and reads them back; recorded runs go through function invocation and the OpenAI client. The data are such runs, an object of records, or an array.";

    public IReadOnlyList<SuiteOption> Options => [new("keep", "N", "How many of the newest tool results stay in full beside stubs. The default is 3.")];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        var counter = new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });
        IReadOnlyList<AgentTranscript> runs = ToolResults.RunsOf(context.Data);
        var report = new SuiteReport();
        IReadOnlyList<ChatMessage>[] prompts = [.. runs.Count > 0 ? runs.Select(static run => Typed(run)) : ToolResults.PromptsOf(context.Data)];

        double speed = await SpeedAsync(prompts, counter, cancellationToken);
        LosslessFigures figures = Measure(prompts, counter);

        report.Add("results", figures.Results);
        report.Add("tokens_sent", figures.Sent);
        report.Add("tokens_lossless", figures.Shortened);
        report.Add("minified_saved", 1 - ((double)figures.Minified / figures.Sent));
        report.Add("lossless_saved", 1 - ((double)figures.Shortened / figures.Sent));
        report.Add("round_trip_failures", figures.RoundTripFailures);
        report.Add("ms_per_1000_tokens", speed);
        if (runs.Count > 0)
        {
            await AddLoopsAsync(report, context, counter, runs, cancellationToken);
        }

        return report;
    }

    // A server compiles the code once and goes on to see texts that it has not seen. So half the prompts warm it up, again and again with time for the compiler, and the other half is
    // timed when it comes for the first time.
    private static async Task<double> SpeedAsync(IReadOnlyList<ChatMessage>[] prompts, TokenCounter counter, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage>[] first = [.. prompts.Where(static (_, at) => at % 2 == 0)];
        IReadOnlyList<ChatMessage>[] unseen = [.. prompts.Where(static (_, at) => at % 2 == 1)];
        for (int i = 0; i < WarmUps; i++)
        {
            for (long results = 0; results < WarmUpResults;)
            {
                results += Math.Max(1, Measure(first, counter).Results);
            }

            await Task.Delay(CompilerPause, cancellationToken);
        }

        LosslessFigures timed = Measure(unseen.Length > 0 ? unseen : first, counter);
        return timed.Milliseconds / timed.Sent * 1_000;
    }

    private static LosslessFigures Measure(IEnumerable<IReadOnlyList<ChatMessage>> prompts, TokenCounter counter)
    {
        var figures = new LosslessFigures(counter);
        foreach (IReadOnlyList<ChatMessage> prompt in prompts)
        {
            figures.Add(prompt);
        }

        return figures;
    }

    private static async Task AddLoopsAsync(SuiteReport report, SuiteContext context, TokenCounter counter, IReadOnlyList<AgentTranscript> runs, CancellationToken cancellationToken)
    {
        int keep = context.Arguments.Number("keep", DefaultKeep);
        await using var plain = new ToolLoop(counter, null);
        await using var lossless = new ToolLoop(counter, static _ => { });
        await using var stubbed = new ToolLoop(counter, options =>
        {
            options.KeepToolResults = keep;

            // Tokens are what is asked for here; what a cache would make of it is another suite's question.
            options.PromptCache = PromptCacheRates.None;
        }, canStub: true);
        (long Plain, long Lossless, long Stubbed) sums = default;
        for (int i = 0; i < runs.Count; i++)
        {
            sums.Plain += await plain.RunAsync(runs[i], cancellationToken);
            sums.Lossless += await lossless.RunAsync(runs[i], cancellationToken);
            sums.Stubbed += await stubbed.RunAsync(runs[i], cancellationToken);
            context.Progress.Report((i + 1.0) / runs.Count);
        }

        report.Add("runs", runs.Count);
        report.Add("cumulative_tokens", sums.Plain);
        report.Add("cumulative_saved_lossless", 1 - ((double)sums.Lossless / sums.Plain));
        report.Add("cumulative_saved", 1 - ((double)sums.Stubbed / sums.Plain));
    }

    private static IReadOnlyList<ChatMessage> Typed(AgentTranscript run) =>
        [.. run.Messages.Select(static message => message.Contents.OfType<FunctionResultContent>().SingleOrDefault() is { } result
            ? new ChatMessage(message.Role, [new FunctionResultContent(result.CallId, ToolResults.Typed((string)result.Result!))])
            : message)];
}
