using System.Diagnostics;
using TokenFinOps.Embeddings.Tables;
using TokenFinOps.Evaluation.EmbedderTraining;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Trains a table for the SDK's reader of static text vectors, on the sources whose licences allow it to be shipped.</summary>
internal sealed class TrainEmbedderSuite : ISuite
{
    public string Name => "train-embedder";

    public string Summary => "trains a table of word vectors on Open English WordNet and QMSum (a folder with pairs_wordnet_*.tsv, text_wordnet.txt, text_qmsum.txt); measure it with embedder --table FILE";

    public IReadOnlyList<SuiteOption> Options { get; } =
    [
        new("out", "FILE", "the table to write"),
        new("words", "N", "how many words it knows (12,000)"),
        new("dimensions", "N", "the length of a row, even (96)"),
        new("bits", "N", "how many bits the number of an n-gram bucket has (13)"),
        new("steps", "N", "how many batches of 256 pairs (4,000)"),
        new("learned", "N", "the learned half's part of the cosine, in percent (50)"),
    ];

    public Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        string output = context.Arguments.Required("out", "the file to write");
        var standard = new TableTraining();
        TableTraining training = standard with
        {
            Words = context.Arguments.Number("words", standard.Words),
            Dimensions = context.Arguments.Number("dimensions", standard.Dimensions),
            BucketBits = context.Arguments.Number("bits", standard.BucketBits),
            Steps = context.Arguments.Number("steps", standard.Steps),
            LearnedPercent = context.Arguments.Number("learned", standard.LearnedPercent),
        };
        long start = Stopwatch.GetTimestamp();
        byte[] file = StaticTextTableFile.Write(training.Train(TrainingData.Read(context.Data), context.Seed, context.Progress));
        StaticTextTableFile.Read(file);
        File.WriteAllBytes(output, file);

        var report = new SuiteReport();
        report.Add("bytes", file.Length);
        report.Add("seconds", Stopwatch.GetElapsedTime(start).TotalSeconds);
        report.Note($"'{output}' was read back. Trained on Open English WordNet (CC BY 4.0, on Princeton WordNet's licence) and QMSum (MIT): a table that is shipped names both.");
        return Task.FromResult(report);
    }
}
