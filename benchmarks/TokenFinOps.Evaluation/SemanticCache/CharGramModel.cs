using System.Numerics.Tensors;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>The plain baseline: lower-cased character 3- to 5-grams inside words, counted, signed, hashed, normalised (as scikit-learn's HashingVectorizer with <c>char_wb</c>).</summary>
internal sealed class CharGramModel(int dimensions = 512) : ITextModel
{
    public string Prefix => "chargram_";

    public int Dimensions => dimensions;

    public void Embed(string text, Span<float> vector)
    {
        vector.Clear();
        foreach (Range range in Words(text))
        {
            AddGrams($" {text[range].ToLowerInvariant()} ", vector);
        }

        float norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }
    }

    internal static List<Range> Words(string text)
    {
        var words = new List<Range>();
        for (int start = 0; start < text.Length; start++)
        {
            int end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            if (end > start)
            {
                words.Add(start..end);
                start = end;
            }
        }

        return words;
    }

    private static void AddGrams(ReadOnlySpan<char> word, Span<float> vector)
    {
        for (int size = 3; size <= 5; size++)
        {
            for (int start = 0; start + size <= word.Length; start++)
            {
                ulong hash = Hash(word.Slice(start, size));
                vector[(int)(hash >> 1) & (vector.Length - 1)] += (hash & 1) == 0 ? 1 : -1;
            }
        }
    }

    internal static ulong Hash(ReadOnlySpan<char> text) => System.IO.Hashing.XxHash3.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text));
}
