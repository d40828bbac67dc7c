using System.Globalization;
using TokenFinOps.Compression.Pruning;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Evaluation.Compression;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Measures how much of what answers a question survives when its context is cut to a half, a quarter, a tenth.</summary>
internal sealed class CompressSuite : ISuite
{
    public string Name => "compress";

    public string Summary => "how often the answer survives query-aware selection at a token budget, on q/docs lines (nq10, nq20, xq20, hotpot, musique), XQuAD or QMSum";

    public IReadOnlyList<SuiteOption> Options { get; } =
    [
        new("ratio", "N,N…", "how many times shorter (2,4,10)"),
        new("skip", "N", "leave out the first N rows, e.g. those that weights were fitted on (0)"),
        new("take", "N", "at most N rows behind those (all)"),
        new("marker", "TEXT", "what stands for what was left out; none for nothing ([…])"),
        new("baselines", "on|off", "whether baselines run (on)"),
    ];

    public Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        var counter = new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });
        int[] ratios = Ratios(context.Arguments.Value("ratio") ?? "2,4,10");
        RetentionCase[] cases = Cases(context, counter, out int unfair);
        long[] tokens = [.. cases.Select(each => counter.CountText(each.FullText, RetentionRun.Model).Tokens)];
        string marker = context.Arguments.Value("marker") ?? "[…]";
        var ours = new SelectorMethod(new ExtractiveSelector(counter), marker == "none" ? null : marker);
        IContextMethod[] methods = [ours, .. context.Arguments.Value("baselines") == "off" ? [] : Baselines.All(counter, context.Seed)];

        var report = new SuiteReport();
        report.Add("n", cases.Length);
        report.Add("mean_tokens", tokens.Average());
        var mine = new List<RetentionRun>();
        for (int method = 0; method < methods.Length; method++)
        {
            for (int at = 0; at < ratios.Length; at++)
            {
                RetentionRun run = RetentionRun.Of(methods[method], cases, tokens, ratios[at], counter);
                Add(report, methods[method].Prefix, ratios[at], run, context.Seed);
                (method == 0 ? mine : []).Add(run);
                context.Progress.Report((double)((method * ratios.Length) + at + 1) / (methods.Length * ratios.Length));
            }
        }

        AddBudget(report, mine);
        AddPruning(report, cases, tokens, counter);
        AddRefusals(report, cases, tokens, counter);
        AddSpeed(report, cases, tokens);
        AddNotes(report, context, unfair);
        return Task.FromResult(report);
    }

    private static RetentionCase[] Cases(SuiteContext context, ITokenCounter counter, out int unfair)
    {
        List<RetentionCase> all = RetentionData.Read(context.Data, counter);
        RetentionCase[] chosen = [.. all.Skip(context.Arguments.Number("skip", 0)).Take(context.Arguments.Number("take", int.MaxValue))];
        RetentionCase[] fair = [.. chosen.Where(static each => each.IsFair)];
        unfair = chosen.Length - fair.Length;
        return fair.Length > 0 ? fair : throw new EvaluationException($"'{context.Data}' has no row left to measure: {all.Count} rows, of which --skip leaves {chosen.Length}, none with its answer in its context.");
    }

    private static int[] Ratios(string text) =>
        [.. text.Split(',').Select(static part => int.TryParse(part, CultureInfo.InvariantCulture, out int ratio) && ratio > 0
            ? ratio
            : throw new EvaluationException($"--ratio takes whole numbers such as 2,4,10, not '{part}'."))];

    private static void Add(SuiteReport report, string prefix, int ratio, RetentionRun run, int seed)
    {
        report.Add($"{prefix}retention_{ratio}x", run.Retained.Average());
        if (prefix.Length == 0)
        {
            (double low, double high) = RetentionInterval.Of(run.Retained, seed);
            report.Add($"retention_{ratio}x_low", low);
            report.Add($"retention_{ratio}x_high", high);
        }

        if (run.Evidence.Length > 0)
        {
            report.Add($"{prefix}evidence_{ratio}x", run.Evidence.Average(static kept => kept ? 1.0 : 0.0));
        }
    }

    private static void AddBudget(SuiteReport report, List<RetentionRun> runs)
    {
        report.Add("over_budget", runs.Sum(static run => run.OverBudget));
        report.Add("budget_used_min", runs.Min(static run => run.LeastUsed));
        report.Add("budget_used_mean", runs.Average(static run => run.MeanUsed));
        report.Add("budget_below_95_share", runs.Average(static run => run.UnderUsed));
    }

    private static void AddPruning(SuiteReport report, RetentionCase[] cases, long[] tokens, TokenCounter counter)
    {
        if (!cases.All(static each => each is AnswerCase))
        {
            return;
        }

        KeptText[] pruned = [.. cases.Select(each => WordPruner.Prune(each.FullText)).Select(text => new KeptText(text, [], counter.CountText(text, RetentionRun.Model).Tokens))];
        report.Add("pruned_saved", 1 - ((double)pruned.Sum(static kept => kept.Tokens) / tokens.Sum()));
        report.Add("pruned_retention", cases.Zip(pruned, static (each, kept) => each.Retained(kept)).Average());
    }

    private static void AddRefusals(SuiteReport report, RetentionCase[] cases, long[] tokens, ITokenCounter counter)
    {
        var selector = new ExtractiveSelector(counter);
        int refused = cases.Where((each, at) => selector.Select(each.Sources, each.Question, new SelectionOptions { MaxTokens = (int)Math.Max(1, tokens[at] / 4), Model = RetentionRun.Model }).Refusal is not null).Count();
        report.Add("refused_by_default", (double)refused / cases.Length);
    }

    private static void AddSpeed(SuiteReport report, RetentionCase[] cases, long[] tokens)
    {
        SelectionSpeed speed = SelectionSpeed.Of(cases, tokens);
        report.Add("ms_per_1000_tokens", speed.MillisecondsPerThousand);
        report.Add("processor_ms_per_1000_tokens", speed.ProcessorPerThousand);
        report.Add("counting_ms_per_1000_tokens", speed.CountingPerThousand);
        report.Add("bytes_per_1000_tokens", speed.BytesPerThousand);
    }

    private static void AddNotes(SuiteReport report, SuiteContext context, int unfair)
    {
        report.Note($"Rows from {context.Arguments.Number("skip", 0)} on. {unfair} rows whose whole context does not hold the answer were left out. Tokens by o200k_base; titles and marks of omission count.");
        report.Note("Retention is an upper bound of what a model can answer from the text, not its accuracy: a gold answer as SQuAD normalises it stands in the text; with several supporting facts, all their sentences are kept; in a meeting, the share of the annotated turns' tokens.");
        report.Note("evidence_ is stricter: the very place that the annotators marked is kept. Figures are without refusals (minimum signal 0); refused_by_default says how often the default would have left the text as it is.");
        report.Note("Baselines: bm25_ ranks whole documents (turns of a meeting) by BM25 over the selector's own words; lllbm25_ does so over words split at spaces, as LLMLingua's; random_ and truncate_ keep sentences.");
    }
}
