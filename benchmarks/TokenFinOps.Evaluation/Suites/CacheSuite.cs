using System.Diagnostics;
using System.Numerics.Tensors;
using TokenFinOps.Evaluation.SemanticCache;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Measures what acceptance policies serve, and how much of it is wrong, on labelled questions in many random orders.</summary>
internal sealed class CacheSuite : ISuite
{
    private const int TimedTexts = 5_000;
    private const int TimedRounds = 5;
    private const int CurveStreams = 5;

    public string Name => "cache";

    public string Summary => "hits and wrong hits of the semantic cache's acceptance policies, on labelled pairs or intents, in shuffled streams";

    public IReadOnlyList<SuiteOption> Options { get; } =
    [
        new("embedder", "NAME", "shipped, vectors:FILE, or synthetic:WEIGHT for what a better one would bring (shipped)"),
        new("policy", "POLICY", "static:θ, verified:δ or audited:ε; hit_rate and false_hit_share are this one's (audited:0.05)"),
        new("guard", "on|off", "whether what the guard finds refuses (on)"),
        new("streams", "N", "how many shuffled streams (200)"),
        new("learn", "on|off", "whether an audited policy learns from a half of the data first, which shares no question with the half that is judged; off judges all, from nothing (on)"),
        new("compare", "on|off", "whether static, verified and audited policies stand beside it, on a tenth of the streams (on)"),
        new("write-vectors", "FILE", "writes the embedder's vectors of all texts, as an example of the format"),
    ];

    public Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        CommandLine arguments = context.Arguments;
        bool guard = IsOn(arguments, "guard");
        bool learn = IsOn(arguments, "learn");
        PolicyChoice choice = PolicyChoice.Parse(arguments.Value("policy") ?? "audited:0.05", guard);
        int streams = arguments.Number("streams", 200) is > 0 and var number ? number : throw new EvaluationException("--streams is at least 1.");
        var data = CacheData.Read(context.Data);
        ITextModel model = CacheEmbedder.Open(arguments.Value("embedder"), data.Truth);
        if (arguments.Value("write-vectors") is { } path)
        {
            VectorFile.Write(path, model, data.Texts());
        }

        ICacheTraffic? learned = learn ? data.Part(0, model) : null;
        ICacheTraffic traffic = learn ? data.Part(1, model) : data.Whole(model);
        var report = new SuiteReport();
        PolicyFigures figures = PolicyFigures.Measure(choice, traffic, learned, streams, context.Seed, cancellationToken, context.Progress);
        figures.AddTo(report, "");
        var curve = new StaticCurve(traffic, guard, CurveStreams, context.Seed);
        AddStatic(report, "", curve.BestAt(figures.FalseHitShare));
        AddEmbedder(report, model, traffic);
        if (IsOn(arguments, "compare"))
        {
            foreach (PolicyChoice other in Peers(guard))
            {
                var beside = PolicyFigures.Measure(other, traffic, learned, Math.Max(1, streams / 10), context.Seed, cancellationToken);
                beside.AddTo(report, other.Name + "_");
                if (other is { Kind: "audited" } && other.Guard == guard)
                {
                    AddStatic(report, other.Name + "_", curve.BestAt(beside.FalseHitShare));
                }
            }
        }

        report.Note(traffic.Description);
        report.Note(learned is null ? "Every stream starts from nothing." : $"Audited policies learned from another part first: {learned.Description}");
        report.Note("static_same_error is the threshold with the most hits of which no more are wrong than of the policy's, chosen on the judged streams themselves.");
        report.Note("What a policy wants looked at it hears 10 requests later, from the labels. Intervals (95 %) resample components.");
        if (model.Prefix.Length > 0)
        {
            report.Note("SYNTHETIC vectors: the labels had a hand in them. No real embedder gives these figures.");
        }

        return Task.FromResult(report);
    }

    private static void AddStatic(SuiteReport report, string prefix, (double Threshold, double HitRate) best)
    {
        report.Add(prefix + "static_same_error_threshold", best.Threshold);
        report.Add(prefix + "static_same_error_hit_rate", best.HitRate);
    }

    private static IEnumerable<PolicyChoice> Peers(bool guard)
    {
        foreach (bool guarded in new[] { guard, !guard })
        {
            yield return new("static", 0.9, guarded);
            yield return new("static", 0.95, guarded);
            foreach (double share in new[] { 0.01, 0.02, 0.05 })
            {
                yield return new("verified", share, guarded);
                yield return new("audited", share, guarded);
            }
        }
    }

    private static void AddEmbedder(SuiteReport report, ITextModel model, ICacheTraffic traffic)
    {
        float[] positives = Similarities(model, traffic.Pairs.Where(static pair => pair.IsSame));
        float[] negatives = Similarities(model, traffic.Pairs.Where(static pair => !pair.IsSame));
        bool both = positives.Length > 0 && negatives.Length > 0;
        report.Add("auc", both ? (decimal)Ranking.Auc(positives, negatives) : null);
        report.Add("recall_at_1pct_fpr", both ? (decimal)Ranking.RecallAt(positives, negatives, 0.01) : null);
        report.Add("us_per_text", MicrosecondsPerText(model, [.. traffic.Pairs.Take(TimedTexts).Select(static pair => pair.First)]));
    }

    private static float[] Similarities(ITextModel model, IEnumerable<TextPair> pairs)
    {
        float[] one = new float[model.Dimensions];
        float[] other = new float[model.Dimensions];
        return [.. pairs.Select(pair =>
        {
            model.Embed(pair.First, one);
            model.Embed(pair.Second, other);
            return TensorPrimitives.Dot<float>(one, other);
        })];
    }

    private static double MicrosecondsPerText(ITextModel model, string[] texts)
    {
        float[] vector = new float[model.Dimensions];
        double best = double.PositiveInfinity;
        for (int round = 0; round < TimedRounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            foreach (string text in texts)
            {
                model.Embed(text, vector);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / texts.Length);
        }

        return best;
    }

    private static bool IsOn(CommandLine arguments, string option) => arguments.Value(option) switch
    {
        null or "on" => true,
        "off" => false,
        var other => throw new EvaluationException($"--{option} is on or off, not '{other}'."),
    };
}
