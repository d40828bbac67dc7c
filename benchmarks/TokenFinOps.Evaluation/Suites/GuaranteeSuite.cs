using System.Globalization;
using TokenFinOps.Evaluation.Routing;
using TokenFinOps.Routing.Admission;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Measures whether a promise of quality holds: calibrates it on a part of the data and looks at the rest, many times.</summary>
internal sealed class GuaranteeSuite : ISuite
{
    private const double DefaultPriceRatio = 0.05;

    public string Name => "guarantee";

    public string Summary => "how often a promise of at most so much quality lost is broken, and what keeping it costs, over random splits of pair or matrix files";

    public IReadOnlyList<SuiteOption> Options { get; } =
    [
        new("loss", "SHARE", "the most quality that may be lost (0.01)"),
        new("confidence", "SHARE", "how sure the promise is (0.95)"),
        new("splits", "N", "how many random splits (200)"),
        new("train", "FILE…", "what the scorer is trained on, once; without it every split trains its own on a third of the data"),
        new("weak", "MODEL", "the cheap model, for a matrix file"),
        new("strong", "MODEL", "the strong model, for a matrix file"),
        new("peer", "MODEL", "a second cheap model of a matrix file: both answer every prompt, and where they agree the cheap answer is trusted first (none)"),
        new("cascade", "A,B", "instead of a threshold, a cascade of these models of a matrix file that learns under the promise, at the ledger's prices; A@host for an open model at the price of a host, else it has the middle price of its hosts (none)"),
        new("average", "on|off", "promises the average over all prompts, around which a rest of finite size scatters, instead of the rest itself (off)"),
        new("price-ratio", "A:B", "the price of a cheap call to that of a strong one (1:20)"),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        CommandLine arguments = context.Arguments;
        QualityGuarantee guarantee = QualityLoss.AtMost(Share(arguments, "loss", 0.01), Share(arguments, "confidence", 0.95));
        bool isAverage = arguments.Value("average") == "on";
        var report = new SuiteReport();
        Func<int, SplitOutcome> run = arguments.Values("cascade").Count > 0
            ? await CascadeOf(context, guarantee, isAverage, report, cancellationToken)
            : ThresholdOf(context, guarantee, isAverage, report);
        int splits = arguments.Number("splits", 200);
        var outcomes = new List<SplitOutcome>(splits);
        for (int split = 0; split < splits; split++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcomes.Add(run(split));
            context.Progress.Report((split + 1.0) / splits);
        }

        AddFigures(report, outcomes, guarantee);
        report.Note(FormattableString.Invariant($"A violation is a split whose rest lost more than {guarantee.MaximumLoss} on average. A refusal costs 1."));
        return report;
    }

    private static async Task<Func<int, SplitOutcome>> CascadeOf(SuiteContext context, QualityGuarantee guarantee, bool isAverage, SuiteReport report, CancellationToken cancellationToken)
    {
        CommandLine arguments = context.Arguments;
        string[] weak = [.. arguments.Values("cascade").SelectMany(static value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        var pair = new CascadePair(weak, arguments.Value("strong") ?? throw new EvaluationException("--cascade needs the dear model too: --strong MODEL."));
        CascadeGuarantee experiment = await CascadeGuarantee.ReadAsync(context, pair, guarantee, isAverage, cancellationToken);
        report.Note(CascadeGuarantee.Description);
        return experiment.Run;
    }

    private static Func<int, SplitOutcome> ThresholdOf(SuiteContext context, QualityGuarantee guarantee, bool isAverage, SuiteReport report)
    {
        CommandLine arguments = context.Arguments;
        double priceRatio = PriceRatio.Parse(arguments.Value("price-ratio"), DefaultPriceRatio);
        string? peer = arguments.Value("peer");
        var experiment = new GuaranteeSplits(
            PairData.Read(context.Data, arguments), peer is not null, PairData.ReadTraining(arguments)?.Examples, guarantee, isAverage, priceRatio, context.Seed);
        report.Note(experiment.Describe());
        if (peer is not null)
        {
            report.Note($"Every prompt is answered by the cheap model and by {peer}; both are paid, and the threshold orders prompts on which they agree before the others.");
        }

        report.Note(FormattableString.Invariant($"Costs are shares of the all-strong bill where a cheap call costs {priceRatio:0.####} of a strong one (--price-ratio) and all have equal tokens."));
        return experiment.Run;
    }

    private static void AddFigures(SuiteReport report, List<SplitOutcome> outcomes, QualityGuarantee guarantee)
    {
        int violations = outcomes.Count(outcome => outcome.RealisedLoss > guarantee.MaximumLoss);
        int refused = outcomes.Count(static outcome => outcome.IsRefused);
        report.Add("splits", outcomes.Count);
        report.Add("violations", (double)violations / outcomes.Count);
        report.Add("violations_count", violations);
        report.Add("cost_ratio", outcomes.Average(static outcome => outcome.CostRatio));
        report.Add("refused", (double)refused / outcomes.Count);
        report.Add("cheap_share", outcomes.Average(static outcome => outcome.CheapShare));
        report.Add("realised_loss", outcomes.Average(static outcome => outcome.RealisedLoss));
        report.Add("population_violations", (double)outcomes.Count(outcome => outcome.PopulationLoss > guarantee.MaximumLoss) / outcomes.Count);
    }

    private static double Share(CommandLine arguments, string name, double fallback)
    {
        string? text = arguments.Value(name);
        return text is null ? fallback
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is > 0 and < 1 ? share
            : throw new EvaluationException($"--{name} takes a number between 0 and 1, not '{text}'.");
    }
}
