using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Evaluation.EmbedderTraining;

/// <summary>Turns a text into rows and their coefficients, as the SDK's reader of tables will.</summary>
/// <param name="Words">The known words.</param>
/// <param name="BucketBits">How many bits the number of a bucket has.</param>
/// <param name="GramSize">How many characters an n-gram has.</param>
/// <param name="GramWeight">What the n-grams of a known word weigh beside its row.</param>
internal sealed record FeatureReader(WordList Words, int BucketBits, int GramSize, float GramWeight)
{
    private const int MostWords = 64;

    public int Rows => Words.Count + (1 << BucketBits);

    /// <summary>Reads a text; each of its words is left out with a probability, for another view of it.</summary>
    public (int Row, float Weight)[] Read(string text, Random random, double dropOut)
    {
        var features = new Dictionary<int, float>();
        Span<char> buffer = stackalloc char[WordScanner.LongestWord + 2];
        var scanner = new WordScanner(text, buffer[1..^1]);
        for (int count = 0; count < MostWords && scanner.MoveNext(); count++)
        {
            if (scanner.Kind is WordKind.Word or WordKind.Number && (dropOut == 0 || random.NextDouble() >= dropOut))
            {
                Add(scanner.Hash, buffer[..(scanner.Word.Length + 2)], features);
            }
        }

        return [.. features.Select(static each => (each.Key, each.Value))];
    }

    private void Add(ulong hash, Span<char> marked, Dictionary<int, float> features)
    {
        (marked[0], marked[^1]) = ('<', '>');
        int word = Words.PlaceOf(hash);
        float weight = word >= 0 ? Words.Weights[word] / 255f : 1;
        if (word >= 0)
        {
            features[word] = features.GetValueOrDefault(word) + weight;
        }

        int grams = marked.Length - GramSize + 1;
        float each = weight * (word >= 0 ? GramWeight : 1) / MathF.Sqrt(Math.Max(1, grams));
        for (int start = 0; start < grams; start++)
        {
            int row = Words.Count + (int)(FeatureHash.Mix(FeatureHash.Of(marked.Slice(start, GramSize))) >> (64 - BucketBits));
            features[row] = features.GetValueOrDefault(row) + each;
        }
    }
}
