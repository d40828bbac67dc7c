using System.Globalization;
using TokenFinOps.Evaluation.Routing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Routing.Cascades.Learning;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Shows what it costs, and how good the answers are, when a dear model is only asked where cheap ones disagree.</summary>
internal sealed class CascadeSuite : ISuite
{
    // Four fifths of these are learned from.
    private const int FewestRows = 250;

    public string Name => "cascade";

    public string Summary => "Asks cheap models first and a dear one only where it pays, as learned from other questions, or where they disagree; through the router with recorded answers. Compares quality and cost with the dear model alone. The data are a matrix: JSON lines with the answers of several models.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("weak", "A,B[,C]", "The cheap models; A@host for an open model at the price of a host, else it has the middle price of its hosts. The default is what is usual for the file."),
        new("strong", "C", "The dear model."),
        new("needed", "N", "How many of the cheap models must agree. The default is all."),
        new("learn", "on|off", "Whether it learns when to ask another model and when to return an answer; off for agreement alone. The default is on."),
        new("train", "FILE…", "Matrices to learn from. Without it the data are divided in five, and each part is answered by what was learned on the others."),
        new("loss", "SHARE", "The most quality that it may learn to give away, 0 to below 1. The default is 0."),
        new("confidence", "P", "How sure that must be on what it learns from, 0.5 to below 1. The default is 0.9."),
        new("prices", "FILE", "Prices in US dollars per million tokens, {\"model\": {\"input\": 2.5, \"output\": 10}}, or a catalogue of LiteLLM, genai-prices, models.dev or TokenFinOps. The default is the shipped catalogue."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<MatrixRow> all = MatrixFile.Read(context.Data);
        CascadePair pair = CascadePair.From(context.Arguments, all);
        MatrixRow[] rows = pair.RowsOf(all);
        MatrixRow[] training = pair.RowsOf([.. TrainingFiles(context).SelectMany(MatrixFile.Read)]);
        Dictionary<string, CascadePrice> prices = PricesOf(context, pair);
        var replay = new CascadeReplay(prices, new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait }));
        bool learns = Learns(context) && (TrainingFiles(context).Any() || rows.Length >= FewestRows);
        int steps = ((pair.Weak.Count + 3) * rows.Length) + ((pair.Weak.Count + 1) * training.Length);
        int before = 0;

        var report = new SuiteReport();
        Dictionary<string, IReadOnlyList<CascadeOutcome>> alone = await AloneAsync(rows);
        IReadOnlyList<CascadeOutcome> agreement = await ReplayAsync(pair, rows, null);
        var policies = new List<CascadePolicy>();
        IReadOnlyList<CascadeOutcome>? learned = learns ? await LearnedAsync() : null;
        new CascadeReport(pair, alone, agreement).AddTo(report, learned, context.Seed);
        AddNotes(report, pair, prices, all.Count - rows.Length);
        AddNotes(report, policies, training, rows);
        return report;

        async Task<IReadOnlyList<CascadeOutcome>> LearnedAsync()
        {
            var learning = new CascadeLearning(pair, OptionsOf(context));
            if (TrainingFiles(context).Any())
            {
                policies.Add(learning.Train(training, await AloneAsync(training)));
                return await ReplayAsync(pair, rows, policies[0]);
            }

            var outcomes = new CascadeOutcome[rows.Length];
            foreach ((int[] judged, CascadePolicy policy) in learning.CrossFit(rows, alone))
            {
                policies.Add(policy);
                IReadOnlyList<CascadeOutcome> part = await ReplayAsync(pair, [.. judged.Select(row => rows[row])], policy);
                for (int i = 0; i < judged.Length; i++)
                {
                    outcomes[judged[i]] = part[i];
                }
            }

            return outcomes;
        }

        async Task<Dictionary<string, IReadOnlyList<CascadeOutcome>>> AloneAsync(MatrixRow[] asked)
        {
            var by = new Dictionary<string, IReadOnlyList<CascadeOutcome>>();
            foreach (string model in pair.Models)
            {
                by[model] = await ReplayAsync(new CascadePair([], model), asked, null);
            }

            return by;
        }

        async Task<IReadOnlyList<CascadeOutcome>> ReplayAsync(CascadePair models, MatrixRow[] asked, CascadePolicy? policy)
        {
            IReadOnlyList<CascadeOutcome> outcomes = await replay.RunAsync(models, asked, policy, done => context.Progress.Report((double)(before + done) / steps), cancellationToken);
            before += asked.Length;
            return outcomes;
        }
    }

    private static IEnumerable<string> TrainingFiles(SuiteContext context) =>
        context.Arguments.Values("train").SelectMany(static value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static Dictionary<string, CascadePrice> PricesOf(SuiteContext context, CascadePair pair)
    {
        var prices = new CascadePrices(
            context.Arguments.Value("prices") is { } file ? CascadePriceFile.Read(file) : null, PriceCatalogue.Shipped, TimeProvider.System.GetUtcNow());
        return pair.Models.ToDictionary(static model => model, prices.Of);
    }

    private static void AddNotes(SuiteReport report, CascadePair pair, Dictionary<string, CascadePrice> prices, int leftOut)
    {
        report.Note($"{string.Join(" + ", pair.Weak)} -> {pair.Strong}; by agreement, the answer of {pair.Weak[0]} is returned");
        foreach (string model in pair.Models)
        {
            report.Note($"{model}: USD {prices[model]}");
        }

        report.Note("Input tokens are counted by the SDK on the prompt as the data have it; output tokens are the recorded characters divided by four.");
        report.Note("Intervals are 95 %, paired bootstrap over questions, 2,000 draws.");
        if (leftOut > 0)
        {
            report.Note($"{leftOut} rows were left out: a model has no answer, or the id is there twice.");
        }
    }

    private static void AddNotes(SuiteReport report, List<CascadePolicy> policies, MatrixRow[] training, MatrixRow[] rows)
    {
        if (policies.Count == 0)
        {
            report.Note("Nothing was learned: the figures are those of agreement.");
            return;
        }

        var known = training.Select(static row => row.Prompt).ToHashSet(StringComparer.Ordinal);
        report.Note(training.Length > 0
            ? $"Learned on {training.Length} rows; prompts also in --data: {rows.Count(row => known.Contains(row.Prompt))}."
            : "Cross-fitted: the data were divided in 5, and each part was answered by what was learned on the other 4, the price of quality included.");
        foreach (CascadePolicy policy in policies)
        {
            report.Note(policy.Model.IsRefused
                ? $"Of {policy.Model.Figures.Examples} examples: nothing is sure enough, so agreement decides."
                : FormattableString.Invariant(
                    $"Of {policy.Model.Figures.Examples} examples, {string.Join(", then ", policy.Order)}: in cross-validation {policy.Model.Figures.QualityRatio:F3} of the quality at {policy.Model.Figures.CostRatio:F3} of the cost."));
        }
    }

    private static bool Learns(SuiteContext context) => (context.Arguments.Value("learn") ?? "on") switch
    {
        "on" => true,
        "off" => false,
        var other => throw new EvaluationException($"--learn takes on or off, not '{other}'."),
    };

    private static CascadeTrainerOptions OptionsOf(SuiteContext context)
    {
        double confidence = NumberOf(context, "confidence", 0.9);
        double loss = NumberOf(context, "loss", 0);
        return confidence is >= 0.5 and < 1 && loss is >= 0 and < 1 ? new CascadeTrainerOptions { Confidence = confidence, MaximumLoss = loss, Seed = context.Seed }
            : throw new EvaluationException(FormattableString.Invariant($"--confidence is {confidence} and takes 0.5 to below 1; --loss is {loss} and takes 0 to below 1."));
    }

    private static double NumberOf(SuiteContext context, string name, double fallback) => context.Arguments.Value(name) is not { } text ? fallback
        : double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number
        : throw new EvaluationException($"--{name} takes a number, not '{text}'.");
}
