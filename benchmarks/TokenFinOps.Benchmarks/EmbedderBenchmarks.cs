using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using TokenFinOps.Caching.Guard;
using TokenFinOps.Embeddings;

namespace TokenFinOps.Benchmarks;

/// <summary>A question's vector, and what two questions differ in. The peer hashes the character 3- to 5-grams of words into as many numbers, and knows nothing else.</summary>
[MemoryDiagnoser]
public class EmbedderBenchmarks
{
    private const string Sentence = "How do I change the delivery address of an order that was placed yesterday?";
    private const string Other = "Can I change the delivery address of the order that I placed yesterday?";

    private readonly float[] _vector = new float[LexicalEmbeddingGenerator.Dimensions];

    [Benchmark(Baseline = true)]
    public float CharacterGrams()
    {
        Span<float> vector = _vector;
        vector.Clear();
        Span<char> word = stackalloc char[64];
        foreach (Range range in ((ReadOnlySpan<char>)Sentence).Split(' '))
        {
            ReadOnlySpan<char> written = Sentence.AsSpan()[range];
            int length = written.ToLowerInvariant(word[1..]);
            word[0] = word[length + 1] = ' ';
            AddGrams(word[..(length + 2)], vector);
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector[0];
    }

    [Benchmark]
    public bool Lexical() => LexicalEmbeddingGenerator.Embed(Sentence, _vector);

    [Benchmark]
    public GuardFindings Guard() => ParaphraseGuard.Compare(Sentence, Other);

    private static void AddGrams(ReadOnlySpan<char> word, Span<float> vector)
    {
        for (int size = 3; size <= 5; size++)
        {
            for (int start = 0; start + size <= word.Length; start++)
            {
                ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word.Slice(start, size)));
                vector[(int)(hash >> 1) & (vector.Length - 1)] += (hash & 1) == 0 ? 1 : -1;
            }
        }
    }
}
