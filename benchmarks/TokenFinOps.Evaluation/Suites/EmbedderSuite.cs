using TokenFinOps.Embeddings;
using TokenFinOps.Evaluation.SemanticCache;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Measures how well the default embedder tells questions of one meaning from others, beside plain baselines, and what the guard adds at the default threshold.</summary>
internal sealed class EmbedderSuite : ISuite
{
    private const int CentringTexts = 3_000;

    public string Name => "embedder";

    public string Summary => "the default embedder and the guard on labelled pairs (JSONL a, b, label or CheckList's q1, q2, label) or intents (CSV, TSV, JSON), beside TF-IDF and hashed character n-grams";

    public IReadOnlyList<SuiteOption> Options { get; } =
    [
        new("part", "all|tune|test", "which half of the pairs, split by connected component (all)"),
        new("only", "TEXT", "only pairs whose test or capability contains this (all)"),
        new("table", "FILE", "measures a learned table as well, as table_ (none)"),
        new("threshold", "N", "the similarity from which on a pair is a hit (the embedder's default)"),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        (List<TextPair> pairs, List<string> others) = Load(context);
        List<ITextModel> models = [new LexicalModel(), new TfIdfModel(pairs.SelectMany(static pair => new[] { pair.First, pair.Second })), new CharGramModel()];
        if (context.Arguments.Value("table") is { } table)
        {
            models.Add(new TableModel(table));
        }

        if (others.Count > 0)
        {
            models.Add(await CentredModel.FitAsync(others, cancellationToken).ConfigureAwait(false));
        }

        var report = new SuiteReport();
        report.Add("n_same", pairs.Count(static pair => pair.IsSame));
        report.Add("n_other", pairs.Count(static pair => !pair.IsSame));
        for (int i = 0; i < models.Count; i++)
        {
            Add(report, models[i].Prefix, PairScores.Of(models[i], pairs));
            context.Progress.Report((i + 1.0) / (models.Count + 1));
        }

        GuardFigures.Add(report, pairs, Threshold(context));
        report.Note("AUC: the probability that a pair of one meaning scores above another; recall at the threshold that 1 % of the others exceed. us_per_text: best of five rounds on one thread.");
        report.Note("tfidf_ has counted the rarity of words in these very texts; chargram_ is 512 hashed character 3- to 5-grams inside words. No neural model can be loaded by this program offline.");
        report.Note("hits: similarity at or above the threshold; guarded_: and no finding of the guard. Pairs of one and the same text are left out there and counted as identical: the exact tier answers them.");
        return report;
    }

    // Pairs, and for intents also texts that are in no pair.
    private static (List<TextPair> Pairs, List<string> Others) Load(SuiteContext context)
    {
        bool isPairs = DataFile.Find(context.Data) is { } path && path.Contains(".jsonl", StringComparison.OrdinalIgnoreCase);
        if (!isPairs)
        {
            List<(string Text, string Intent)> rows = IntentFile.Read(context.Data);
            (string Text, string Intent)[] shuffled = [.. rows];
            new Random(context.Seed).Shuffle(shuffled);
            int fitted = Math.Min(CentringTexts, rows.Count / 2);
            return (IntentPairs.Draw(shuffled[fitted..], context.Seed), [.. shuffled[..fitted].Select(static row => row.Text)]);
        }

        List<TextPair> pairs = PairFile.Read(context.Data);
        string part = context.Arguments.Value("part") ?? "all";
        int? fold = part switch { "all" => null, "tune" => 0, "test" => 1, _ => throw new EvaluationException($"--part is all, tune or test, not '{part}'.") };
        int[] folds = PairComponents.Folds(pairs, 2);
        string? only = context.Arguments.Value("only");
        List<TextPair> chosen = [.. pairs.Where((pair, at) => (fold is null || folds[at] == fold) && (only is null || Mentions(pair, only)))];
        return chosen.Count > 0 ? (chosen, []) : throw new EvaluationException($"'{context.Data}' has no pair left: {pairs.Count} pairs, part {part}, only '{only}'.");
    }

    private static bool Mentions(TextPair pair, string only) =>
        (pair.Test?.Contains(only, StringComparison.OrdinalIgnoreCase) ?? false) || (pair.Capability?.Contains(only, StringComparison.OrdinalIgnoreCase) ?? false);

    private static float Threshold(SuiteContext context) => context.Arguments.Value("threshold") switch
    {
        null => EmbedderCalibration.LexicalThreshold,
        var text when float.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out float threshold) => threshold,
        var text => throw new EvaluationException($"--threshold takes a similarity such as 0.9, not '{text}'."),
    };

    private static void Add(SuiteReport report, string prefix, PairScores scores)
    {
        bool canRank = scores.Positives.Length > 0 && scores.Negatives.Length > 0;
        report.Add($"{prefix}auc", canRank ? Ranking.Auc(scores.Positives, scores.Negatives) : double.NaN);
        report.Add($"{prefix}recall_at_1pct_fpr", canRank ? Ranking.RecallAt(scores.Positives, scores.Negatives, 0.01) : double.NaN);
        report.Add($"{prefix}us_per_text", scores.MicrosecondsPerText);
    }
}
