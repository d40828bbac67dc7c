using TokenFinOps.Evaluation.Routing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Shows what it costs, and how good the answers are, when a dear model is only asked where cheap ones disagree.</summary>
internal sealed class CascadeSuite : ISuite
{
    public string Name => "cascade";

    public string Summary => "Asks two or more cheap models and a dear one only where they disagree, through the router with recorded answers, and compares quality and cost with the dear model alone. The data are a matrix: JSON lines with the answers of several models.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("weak", "A,B[,C]", "The cheap models. The default is what is usual for the file."),
        new("strong", "C", "The dear model."),
        new("prices", "FILE", "Prices in US dollars per million tokens, {\"model\": {\"input\": 2.5, \"output\": 10}}, or a catalogue of LiteLLM, genai-prices, models.dev or TokenFinOps. The default is the shipped catalogue."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<MatrixRow> all = MatrixFile.Read(context.Data);
        CascadePair pair = CascadePair.From(context.Arguments, all);
        MatrixRow[] rows = [.. all.Where(row => pair.Models.All(row.Answers.ContainsKey)).DistinctBy(static row => row.Id)];
        Dictionary<string, CascadePrice> prices = PricesOf(context, pair);
        var tokens = new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });
        var replay = new CascadeReplay(prices, tokens);
        int steps = (pair.Weak.Count + 2) * rows.Length;
        int before = 0;

        var alone = new Dictionary<string, IReadOnlyList<CascadeOutcome>>();
        foreach (string model in pair.Models)
        {
            alone[model] = await ReplayAsync(new CascadePair([], model));
        }

        var report = new SuiteReport();
        new CascadeReport(pair, alone, await ReplayAsync(pair)).AddTo(report, context.Seed);
        AddNotes(report, pair, prices, all.Count - rows.Length);
        return report;

        async Task<IReadOnlyList<CascadeOutcome>> ReplayAsync(CascadePair models)
        {
            IReadOnlyList<CascadeOutcome> outcomes = await replay.RunAsync(models, rows, done => context.Progress.Report((double)(before + done) / steps), cancellationToken);
            before += rows.Length;
            return outcomes;
        }
    }

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
}
