using System.Globalization;
using TokenFinOps.Evaluation.Routing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Shows what it costs, and how good the answers are, when a dear model is only asked where cheap ones disagree.</summary>
internal sealed class CascadeSuite : ISuite
{
    private const double Sure = 0.975;

    public string Name => "cascade";

    public string Summary => "Asks two or more cheap models and a dear one only where they disagree, through the router with recorded answers, and compares quality and cost with the dear model alone. The data are a matrix: JSON lines with the answers of several models.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("weak", "A,B[,C]", "The cheap models. The default is what is usual for the file."),
        new("strong", "C", "The dear model."),
        new("needed", "N", "How many of the cheap models must agree. The default is all."),
        new("train", "FILE…", "Matrices to learn from which prompts one cheap model answers alone and which go straight to the dear one; the thresholds are chosen on them too. Without it every prompt goes through the cascade."),
        new("confidence", "P", "How sure it must be, on what it learns from, that the quality is no lower than the dear model's: 0.5 for as likely as not, below 1. The default is 0.975."),
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
        int steps = (pair.Weak.Count + 2) * (rows.Length + training.Length);
        int before = 0;

        var report = new SuiteReport();
        CascadeFront? front = TrainingFiles(context).Any() ? await LearnAsync() : null;
        new CascadeReport(pair, await AloneAsync(rows), await ReplayAsync(pair, rows, front)).AddTo(report, context.Seed, TrainingFiles(context).Any());
        AddNotes(report, pair, prices, all.Count - rows.Length);
        return report;

        async Task<CascadeFront?> LearnAsync()
        {
            var learning = new CascadeTraining(pair, training, await AloneAsync(training), await ReplayAsync(pair, training, null), context.Seed);
            (CascadeFront Front, CascadeFrontChoice Choice)? learned = learning.Run(ConfidenceOf(context));
            AddNotes(report, learned?.Front, learned?.Choice, training, rows);
            return learned?.Front;
        }

        async Task<Dictionary<string, IReadOnlyList<CascadeOutcome>>> AloneAsync(MatrixRow[] asked)
        {
            var alone = new Dictionary<string, IReadOnlyList<CascadeOutcome>>();
            foreach (string model in pair.Models)
            {
                alone[model] = await ReplayAsync(new CascadePair([], model), asked, null);
            }

            return alone;
        }

        async Task<IReadOnlyList<CascadeOutcome>> ReplayAsync(CascadePair models, MatrixRow[] asked, CascadeFront? standing)
        {
            IReadOnlyList<CascadeOutcome> outcomes = await replay.RunAsync(models, asked, standing, done => context.Progress.Report((double)(before + done) / steps), cancellationToken);
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
        report.Note($"{string.Join(" + ", pair.Weak)} -> {pair.Strong}; the answer of {pair.Weak[0]} is returned when they agree");
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

    private static void AddNotes(SuiteReport report, CascadeFront? front, CascadeFrontChoice? choice, MatrixRow[] training, MatrixRow[] rows)
    {
        var known = training.Select(static row => row.Prompt).ToHashSet(StringComparer.Ordinal);
        report.Note($"learned on {training.Length} rows; prompts also in --data: {rows.Count(row => known.Contains(row.Prompt))}");
        report.Note(front is null || choice is null
            ? "There, nothing that stands before the cascade saves money and keeps the quality surely the dear model's: every prompt goes through it."
            : FormattableString.Invariant(
                $"There, the cheapest with quality surely the dear model's: {front.Alone} alone for {choice.AloneShare:P0}, straight up for {choice.DirectShare:P0}, by {front.Policy}; cross-fitted quality {choice.QualityRatio:F3}, surely {choice.QualityLow:F3}, cost {choice.CostRatio:F3}."));
    }

    private static double ConfidenceOf(SuiteContext context) => context.Arguments.Value("confidence") is not { } text ? Sure
        : double.TryParse(text, CultureInfo.InvariantCulture, out double confidence) && confidence is >= 0.5 and < 1 ? confidence
        : throw new EvaluationException($"--confidence takes a number from 0.5 to below 1, not '{text}'.");
}
