using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Tests.Caching;

/// <summary>Embeds the words of a text without regard to order, case and small words, so that a test's paraphrases are near and its other questions are not.</summary>
internal sealed class TestEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int Dimensions = 64;

    private static readonly HashSet<string> Small = ["a", "an", "the", "do", "does", "i", "my", "how", "can", "to", "is", "of", "please"];

    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public Func<CancellationToken, Task>? Before { get; set; }

    public UsageDetails? Usage { get; set; }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        if (Before is not null)
        {
            await Before(cancellationToken);
        }

        return new GeneratedEmbeddings<Embedding<float>>(values.Select(static text => new Embedding<float>(VectorOf(text)))) { Usage = Usage };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("test", null, "text-embedding-3-small", Dimensions) : null;

    public void Dispose()
    {
    }

    public static float[] VectorOf(string text)
    {
        float[] vector = new float[Dimensions];
        foreach (string word in text.ToLowerInvariant().Split([' ', '?', '.', ',', '!', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(static word => !Small.Contains(word)))
        {
            ulong seed = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word.AsSpan()));
            var random = new Random((int)seed);
            for (int i = 0; i < Dimensions; i++)
            {
                vector[i] += (float)(random.NextDouble() - 0.5);
            }
        }

        return vector;
    }
}
