using System.Globalization;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Benchmarks;

/// <summary>Questions with vectors made beforehand: topics, questions about them, and for every question another wording close to it. Embedding costs a look-up.</summary>
internal sealed class NearbyQuestions : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int Dimensions = 384;
    private const int QuestionsPerTopic = 50;
    private const float AboutTheTopic = 0.8f;
    private const float OtherWording = 0.2f;

    private readonly float[][] _stored;
    private readonly float[] _near;

    public NearbyQuestions(int count)
    {
        var random = new Random(1);
        float[][] topics = [.. Enumerable.Range(0, (count / QuestionsPerTopic) + 1).Select(_ => Direction(random))];
        _stored = [.. Enumerable.Range(0, count).Select(i => Sum(topics[i / QuestionsPerTopic], Direction(random), AboutTheTopic))];
        _near = Sum(_stored[count / 2], Direction(random), OtherWording);
    }

    public static string Stored(int number) => string.Create(CultureInfo.InvariantCulture, $"how does the thing that is called {Name(number)} work?");

    public static string Near(int number) => string.Create(CultureInfo.InvariantCulture, $"please, how does the thing that is called {Name(number)} work?");

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

    private static float[] Direction(Random random)
    {
        float[] vector = [.. Enumerable.Range(0, Dimensions).Select(_ => (float)((random.NextDouble() + random.NextDouble() + random.NextDouble()) - 1.5))];
        float length = MathF.Sqrt(vector.Sum(static value => value * value));
        return [.. vector.Select(value => value / length)];
    }

    private static float[] Sum(float[] first, float[] second, float weight) => [.. first.Zip(second, (a, b) => a + (weight * b))];
}
