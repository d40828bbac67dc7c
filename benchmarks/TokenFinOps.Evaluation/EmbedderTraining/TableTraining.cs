using TokenFinOps.Embeddings.Tables;

namespace TokenFinOps.Evaluation.EmbedderTraining;

/// <summary>Trains a table. The same data, settings and seed give the same bytes on the same kind of processor.</summary>
internal sealed record TableTraining
{
    public int Words { get; init; } = 12_000;

    public int Dimensions { get; init; } = 96;

    public int BucketBits { get; init; } = 13;

    public int Steps { get; init; } = 4_000;

    public int Batch { get; init; } = 256;

    public int LearnedPercent { get; init; } = 50;

    private const int GramSize = 4;
    private const int GramPercent = 35;
    private const float Temperature = 14;
    private const float Rate = 0.05f;
    private const double DropOut = 0.15;

    public StaticTextTable Train(TrainingData data, int seed, IProgress<double> progress)
    {
        var random = new Random(seed);
        var words = new WordList(data.Texts, Words);
        var features = new FeatureReader(words, BucketBits, GramSize, GramPercent / 100f);
        var rows = new float[features.Rows * Dimensions];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (float)((random.NextDouble() - 0.5) * 0.2);
        }

        new Cooccurrence(data.Texts, words).Vectors(Dimensions, random).CopyTo(rows, 0);
        var trainer = new ContrastiveTrainer(rows, Dimensions, Temperature, Rate);
        for (int step = 0; step < Steps; step++)
        {
            Step(trainer, features, data, step, random);
            progress.Report((double)step / Steps);
        }

        return new StaticTextTable
        {
            Name = "wordnet",
            Dimensions = Dimensions,
            LexicalDimensions = 256,
            BucketBits = BucketBits,
            GramSize = GramSize,
            LearnedPercent = LearnedPercent,
            GramPercent = GramPercent,
            Words = words.Keys,
            Weights = words.Weights,
            WordRows = PackedRows.Pack(rows[..(words.Count * Dimensions)], Dimensions),
            BucketRows = PackedRows.Pack(rows[(words.Count * Dimensions)..], Dimensions),
        };
    }

    // Sources take turns; the last is two views of one sentence.
    private void Step(ContrastiveTrainer trainer, FeatureReader features, TrainingData data, int step, Random random)
    {
        int source = step % (data.Pairs.Count + 1);
        var firsts = new (int, float)[Batch][];
        var seconds = new (int, float)[Batch][];
        for (int i = 0; i < Batch; i++)
        {
            (string first, string second) = source < data.Pairs.Count
                ? data.Pairs[source][random.Next(data.Pairs[source].Length)]
                : data.Texts[random.Next(data.Texts.Length)] is var text ? (text, text) : default;
            firsts[i] = features.Read(first, random, source < data.Pairs.Count ? 0 : DropOut);
            seconds[i] = features.Read(second, random, source < data.Pairs.Count ? 0 : DropOut);
        }

        trainer.Step(firsts, seconds);
    }
}
