using System.Numerics.Tensors;
using TokenFinOps.Embeddings.Words;

namespace TokenFinOps.Embeddings.Tables;

/// <summary>Turns a text into a vector of two halves: the weighted sum of its words' learned rows, and its lexical vector; each of length 1, then weighted, so that one cosine is the blend of both.</summary>
internal static class StaticText
{
    /// <returns>Whether the text says anything.</returns>
    public static bool Read(ReadOnlySpan<char> text, Span<float> vector, StaticTextTable table)
    {
        Span<float> learned = vector[..table.Dimensions];
        Span<float> lexical = vector[table.Dimensions..];
        if (!LexicalText.Read(text, lexical, LexicalWeights.Default))
        {
            vector.Clear();
            return false;
        }

        learned.Clear();
        Span<char> buffer = stackalloc char[WordScanner.LongestWord + 2];
        var scanner = new WordScanner(text, buffer[1..^1]);
        while (scanner.MoveNext())
        {
            if (scanner.Kind is WordKind.Word or WordKind.Number)
            {
                AddWord(scanner.Hash, buffer[..(scanner.Word.Length + 2)], learned, table);
            }
        }

        float norm = TensorPrimitives.Norm<float>(learned);
        if (norm > 1e-6f && table.LearnedPercent > 0)
        {
            TensorPrimitives.Multiply(learned, MathF.Sqrt(table.LearnedPercent / 100f) / norm, learned);
            TensorPrimitives.Multiply(lexical, MathF.Sqrt(1 - (table.LearnedPercent / 100f)), lexical);
        }
        else
        {
            learned.Clear();
        }

        return TensorPrimitives.Norm<float>(vector) > 0.5f;
    }

    private static void AddWord(ulong hash, Span<char> marked, Span<float> sum, StaticTextTable table)
    {
        (marked[0], marked[^1]) = ('<', '>');
        int word = table.Words.AsSpan().BinarySearch(StaticTextTable.Key(hash));
        float weight = word >= 0 ? table.Weights[word] / 255f : 1;
        if (word >= 0)
        {
            table.WordRows.AddTo(sum, word, weight);
        }

        int grams = marked.Length - table.GramSize + 1;
        float each = weight * (word >= 0 ? table.GramPercent / 100f : 1) / MathF.Sqrt(Math.Max(1, grams));
        for (int start = 0; each > 0 && start < grams; start++)
        {
            ulong gram = FeatureHash.Mix(FeatureHash.Of(marked.Slice(start, table.GramSize)));
            table.BucketRows.AddTo(sum, (int)(gram >> (64 - table.BucketBits)), each);
        }
    }
}
