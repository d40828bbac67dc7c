using TokenFinOps.Evaluation.Routing;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Measures how well a policy picks, by the prompt alone, which prompts need the strong model.</summary>
internal sealed class RouterSuite : ISuite
{
    private const double DefaultPriceRatio = 0.05;

    public string Name => "router";

    public string Summary => "how much of the gap between a cheap and a strong model a policy recovers that sees only the prompt, on pair or matrix files";

    public IReadOnlyList<SuiteOption> Options { get; } =
    [
        new("train", "FILE…", "what is trained on; without it the data are divided and each part is judged by what was trained on the others"),
        new("policy", "NAME", "complexity, nearest, length or random (complexity)"),
        new("weak", "MODEL", "the cheap model, for a matrix file"),
        new("strong", "MODEL", "the strong model, for a matrix file"),
        new("price-ratio", "A:B", "the price of a cheap call to that of a strong one (1:20)"),
    ];

    public Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        RouterPolicy policy = RouterPolicy.Find(context.Arguments.Value("policy") ?? "complexity", context.Seed);
        double priceRatio = PriceRatio.Parse(context.Arguments.Value("price-ratio"), DefaultPriceRatio);
        PairData data = PairData.Read(context.Data, context.Arguments);
        PairData? training = PairData.ReadTraining(context.Arguments);
        var report = new SuiteReport();

        double[] learned = policy.CrossFit((training ?? data).Examples, context.Seed);
        context.Progress.Report(0.6);
        double[] scores = training is null ? learned : RouterPolicy.Score(policy.Train(training.Examples), data.Examples);
        context.Progress.Report(0.8);
        AdmissionVerdict verdict = new AdmissionTest(new AdmissionOptions { Seed = context.Seed, PriceRatio = priceRatio }).Judge((training ?? data).Examples, learned);

        AddFigures(report, RoutingCurve.Of(scores, data.Examples), RoutingCurve.ApgrInterval(scores, data.Examples, seed: context.Seed), priceRatio);
        AddBaselines(report, scores, data, training, context.Seed);
        report.Add("refused", verdict.IsAdmitted ? 0 : 1);
        AddNotes(report, data, training, policy, verdict, priceRatio);
        return Task.FromResult(report);
    }

    private static void AddFigures(SuiteReport report, RoutingCurve curve, Interval interval, double priceRatio)
    {
        report.Add("n", curve.Count);
        report.Add("weak_quality", curve.CheapQuality);
        report.Add("strong_quality", curve.BaselineQuality);
        report.Add("apgr", curve.Apgr);
        report.Add("apgr_low", interval.Low);
        report.Add("apgr_high", interval.High);
        report.Add("cpt50", curve.CallShareFor(0.5));
        report.Add("cpt80", curve.CallShareFor(0.8));
        report.Add("cost_at_95", curve.CostFor(0.95, priceRatio));
        report.Add("cost_at_98", curve.CostFor(0.98, priceRatio));
        report.Add("cost_at_100", curve.CostFor(1, priceRatio));
    }

    private static void AddBaselines(SuiteReport report, double[] scores, PairData data, PairData? training, int seed)
    {
        double[] random = RouterPolicy.Score(RouterPolicy.Find("random", seed).Train([]), data.Examples);
        double[] length = RouterPolicy.Score(new PromptLength(), data.Examples);
        Interval chance = RoutingCurve.ApgrInterval(random, data.Examples, seed: seed);
        report.Add("random", 0.5);
        report.Add("random_half_width", (chance.High - chance.Low) / 2);
        report.Add("length", RoutingCurve.Of(length, data.Examples).Apgr);
        if (training is not null)
        {
            report.Add("nearest", RoutingCurve.Of(RouterPolicy.Score(new NearestPrompts(training.Examples), data.Examples), data.Examples).Apgr);
        }

        DomainMean.AddTo(report, data.Examples, training?.Examples, seed);
        RoutingCurve curve = RoutingCurve.Of(scores, data.Examples);
        report.Add("best_single_quality", Math.Max(curve.CheapQuality, curve.BaselineQuality));
        report.Add("routellm", PublishedRouter.Of(data.Name) is { } published ? published.Apgr : double.NaN);
    }

    private static void AddNotes(SuiteReport report, PairData data, PairData? training, RouterPolicy policy, AdmissionVerdict verdict, double priceRatio)
    {
        report.Note(training is null
            ? $"Policy {policy.Name}, cross-fitted: the data were divided in 5 and each part was ordered by what was trained on the other 4, choices included."
            : $"Policy {policy.Name}, trained on {training.Examples.Count} examples of {training.Name}; prompts also in --data: {Shared(data, training)}.");
        report.Note($"Admission, cross-fitted on {(training is null ? "the data" : "the training side")}: {verdict.Reason}");
        report.Note(FormattableString.Invariant(
            $"Admission figures: cheap/strong quality {verdict.QualityRatio:F3}, APGR {verdict.Apgr:F3}, length {verdict.LengthApgr:F3}, beyond length [{verdict.BeyondLength.Low:F3}, {verdict.BeyondLength.High:F3}], cost at target {verdict.CostAtTarget:F3} against {verdict.RandomCostAtTarget:F3} by a random mix."));
        report.Note(FormattableString.Invariant($"Costs are shares of the all-strong bill where a cheap call costs {priceRatio:0.####} of a strong one (--price-ratio) and both have equal tokens."));
        report.Note($"The trainer compares {ComplexityTrainer.Variants} variants by cross-validation on the examples it is given, never on those judged. Intervals are 95 %, by bootstrap over prompts.");
        if (PublishedRouter.Of(data.Name) is { } published)
        {
            report.Note(published.Describe());
        }

        if (data.Skipped > 0)
        {
            report.Note($"{data.Skipped} rows lack one of the two results and were left out.");
        }
    }

    private static int Shared(PairData data, PairData training)
    {
        var known = training.Examples.Select(static example => example.Prompt).ToHashSet(StringComparer.Ordinal);
        return data.Examples.Count(example => known.Contains(example.Prompt));
    }
}
