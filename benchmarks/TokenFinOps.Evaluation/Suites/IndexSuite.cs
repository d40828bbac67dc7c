using System.Globalization;
using TokenFinOps.Evaluation.Vectors;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Compares the exact vector index with multiplying everything: its answers, and its time.</summary>
internal sealed class IndexSuite : ISuite
{
    private const int TimedQuestions = 300;
    private const int LoopQuestions = 20;
    private const int Rounds = 5;

    public string Name => "index";

    public string Summary => "Searches the exact vector index and compares its answers, while entries come and go, with multiplying everything. Data are made, or are a .npy file of vectors.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("n", "N", "How many entries are made. The default is 100,000."),
        new("dim", "N", "How many dimensions they have. The default is 384."),
        new("theta", "X", "The threshold. The default is 0.9."),
        new("data-kind", "KIND", "clustered (topics, intents and paraphrases, with a decaying spectrum), flat (the same, hardly decaying) or random. The default is clustered."),
        new("questions", "N", "How many answers are compared, half of them beside changes. The default is 1,000."),
        new("dump", "FOLDER", "Where entries.npy, queries.npy and best.npy are written for benchmarks/peers."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        float theta = ThetaOf(context.Arguments);
        int questions = Positive(context.Arguments, "questions", 1_000);
        VectorSet set = context.Arguments.Value("data") is { } path ? VectorFile.Read(path) : Generate(context, questions);
        var run = new IndexRun(set, theta);
        (double insert, double rest) = await run.BuildAsync();
        double training = await run.TrainAsync();
        int timed = Math.Min(TimedQuestions, set.QueryCount), half = Math.Max(1, questions / 2);
        var report = new SuiteReport();
        double[] times = run.Time(timed, Rounds), loop = run.TimeLoop(Math.Min(LoopQuestions, timed), 3);
        double batch = run.TimeBatch(timed, Rounds);
        double bytes = (double)run.SizeInBytes / set.EntryCount;
        float[]? best = context.Arguments.Value("dump") is null ? null : new float[half];
        (int hits, int still) = await run.CompareAsync(0, half, withChanges: false, best, context.Progress);
        (_, int changing) = await run.CompareAsync(half, half, withChanges: true, null, context.Progress);
        report.Add("entries", set.EntryCount);
        report.Add("questions", 2 * half);
        report.Add("disagreements", still + changing);
        report.Add("hit_share", (double)hits / half);
        AddTimes(report, times, loop, batch);
        report.Add("us_insert", insert);
        report.Add("us_delete", run.TimeRemoval());
        report.Add("bytes_per_entry", bytes);
        report.Add("seconds_to_encoded", rest);
        report.Add("seconds_training", training);
        Dump(context.Arguments.Value("dump"), set, best, report);
        Explain(report, theta);
        return report;
    }

    private static void AddTimes(SuiteReport report, double[] times, double[] loop, double batch)
    {
        report.Add("us_per_query", times.Average());
        report.Add("us_per_query_p95", times.Order().ElementAt(times.Length * 95 / 100));
        report.Add("us_per_query_batch", batch);
        report.Add("us_bruteforce", loop.Average());
        report.Add("times_faster", loop.Average() / times.Average());
    }

    private static void Explain(SuiteReport report, float theta)
    {
        report.Note(string.Create(CultureInfo.InvariantCulture, $"Disagreements count questions whose two best answers at {theta} are not, to the bit, those of the same kernel without bounds; half are asked while entries come and go and the rotation is learned anew."));
        report.Note("Times are processor time of one thread: the mean over questions of the least of five rounds (of three for the TensorPrimitives.Dot loop, us_bruteforce). Inserting and removing are means; removing takes every tenth entry.");
        report.Note("The rotation is learned beside the inserts, on another thread; seconds_to_encoded is how long that took beyond the last of them, on the clock, seconds_training learning and encoding everything anew.");
    }

    private static void Dump(string? folder, VectorSet set, float[]? best, SuiteReport report)
    {
        if (folder is null || best is null)
        {
            return;
        }

        int count = Math.Min(best.Length, set.QueryCount);
        Directory.CreateDirectory(folder);
        NumpyFile.Write(Path.Combine(folder, "entries.npy"), set.Dimensions, set.Entries);
        NumpyFile.Write(Path.Combine(folder, "queries.npy"), set.Dimensions, set.Queries.AsSpan(0, count * set.Dimensions));
        NumpyFile.Write(Path.Combine(folder, "best.npy"), 1, best.AsSpan(0, count));
        report.Note($"Wrote {set.EntryCount} entries, {count} queries and the cosine of each one's nearest entry to {folder}.");
    }

    private static VectorSet Generate(SuiteContext context, int questions)
    {
        int entries = Positive(context.Arguments, "n", 100_000), dimensions = Positive(context.Arguments, "dim", 384);
        return new VectorGenerator(context.Arguments.Value("data-kind") ?? "clustered", dimensions, context.Seed).Make(entries, Math.Max(questions, TimedQuestions));
    }

    private static int Positive(CommandLine arguments, string name, int fallback) =>
        arguments.Number(name, fallback) is > 0 and var number ? number : throw new EvaluationException($"--{name} must be 1 or more.");

    private static float ThetaOf(CommandLine arguments) =>
        arguments.Value("theta") is not { } text ? 0.9f
        : float.TryParse(text, CultureInfo.InvariantCulture, out float theta) && theta is >= -1 and <= 1 ? theta
        : throw new EvaluationException($"--theta takes a cosine, -1 to 1, not '{text}'.");
}
