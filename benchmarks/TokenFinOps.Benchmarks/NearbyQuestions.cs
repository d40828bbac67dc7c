using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using TokenFinOps.Evaluation.Vectors;

namespace TokenFinOps.Benchmarks;

/// <summary>Questions with vectors made beforehand, of the kind that the index is measured on: topics, intents, paraphrases. Embedding costs a look-up.</summary>
internal sealed class NearbyQuestions : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int Dimensions = 384;
    private const float NearEnough = 0.93f;

    private readonly float[][] _stored;
    private readonly float[] _near;

    public NearbyQuestions(int count)
    {
        VectorSet set = new VectorGenerator("clustered", Dimensions, seed: 1).Make(count, 300);
        _stored = [.. Enumerable.Range(0, count).Select(i => set.Entry(i).ToArray())];
        (_near, int nearest) = Enumerable.Range(0, set.QueryCount)
            .Select(i => set.Query(i).ToArray())
            .Select(query => (query, Enumerable.Range(0, count).MaxBy(i => TensorPrimitives.Dot<float>(_stored[i], query))))
            .First(near => TensorPrimitives.Dot<float>(_stored[near.Item2], near.query) is >= NearEnough and < 0.98f);
        Reworded = $"please, {Stored(nearest)}";
    }

    /// <summary>Gets a question that is none of the stored ones, and near one of them.</summary>
    public string Reworded { get; }

    public static string Stored(int number) => string.Create(CultureInfo.InvariantCulture, $"how does the thing that is called {Name(number)} work?");

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(VectorOf(text)))));

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("bench", null, "nearby-questions", Dimensions) : null;

    public void Dispose()
    {
    }

    private float[] VectorOf(string text)
    {
        if (text.StartsWith("please", StringComparison.Ordinal))
        {
            return _near;
        }

        int start = "how does the thing that is called ".Length;
        int number = 0;
        foreach (char letter in text.AsSpan(start, text.LastIndexOf(' ') - start))
        {
            number = (number * 26) + (letter - 'a');
        }

        return _stored[number];
    }

    // In letters: a guard would tell numbers apart.
    private static string Name(int number) => number < 26 ? ((char)('a' + number)).ToString() : Name(number / 26) + (char)('a' + (number % 26));
}
