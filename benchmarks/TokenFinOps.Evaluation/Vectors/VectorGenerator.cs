using System.Numerics.Tensors;

namespace TokenFinOps.Evaluation.Vectors;

/// <summary>
/// Makes vectors as questions make them: topics, intents within a topic, paraphrases of an intent, with a spectrum that decays as a
/// power, turned so that no axis is special. A third of the queries are nearly an entry, a third are new paraphrases of known intents,
/// and a third ask something new about a known topic.
/// </summary>
internal sealed class VectorGenerator
{
    // Each stage turns random pairs of axes: as many as the axes need to be mixed through, and some more.
    private const int Stages = 16;
    private const int EntriesPerIntent = 20;
    private const int IntentsPerTopic = 25;
    private const float TopicShare = 0.50f;
    private const float IntentShare = 0.38f;
    private const float ParaphraseShare = 0.12f;

    private readonly int _dimensions;
    private readonly float[] _scales;
    private readonly float[] _even;
    private readonly bool _hierarchical;
    private readonly Random _random;
    private readonly (int First, int Second, float Cosine, float Sine)[] _turns;

    /// <summary>Takes <c>clustered</c> (variance falls as i^−0.8), <c>flat</c> (as i^−0.35) or <c>random</c> (no structure at all).</summary>
    public VectorGenerator(string kind, int dimensions, int seed)
    {
        (_hierarchical, double decay) = kind switch
        {
            "clustered" => (true, 0.8),
            "flat" => (true, 0.35),
            "random" => (false, 0.0),
            _ => throw new EvaluationException($"There is no kind of data '{kind}'; use clustered, flat or random."),
        };
        _dimensions = dimensions;
        _scales = [.. Enumerable.Range(1, dimensions).Select(i => (float)Math.Pow(i, -decay / 2))];
        _even = [.. Enumerable.Repeat(1f, dimensions)];
        _random = new Random(seed);
        _turns = [.. Enumerable.Range(0, Stages).SelectMany(_ => Turns())];
    }

    public VectorSet Make(int entries, int queries)
    {
        float[] vectors = new float[checked(entries * _dimensions)], asked = new float[queries * _dimensions];
        int intentCount = Math.Max(1, entries / EntriesPerIntent), topicCount = Math.Max(1, intentCount / IntentsPerTopic);
        float[][] topics = [.. Enumerable.Range(0, topicCount).Select(_ => Gaussian(_scales))];
        float[][] intents = [.. Enumerable.Range(0, intentCount).Select(i => Mix(topics[i % topicCount], TopicShare, IntentShare))];
        for (int i = 0; i < entries; i++)
        {
            (_hierarchical ? Paraphrase(intents[_random.Next(intentCount)]) : Unit(Gaussian(_scales))).CopyTo(vectors, i * _dimensions);
        }

        for (int i = 0; i < queries; i++)
        {
            float[] query = (i % 3) switch
            {
                0 => Near(vectors.AsSpan(_random.Next(entries) * _dimensions, _dimensions)),
                1 when _hierarchical => Paraphrase(intents[_random.Next(intentCount)]),
                2 when _hierarchical => Paraphrase(Mix(topics[_random.Next(topicCount)], TopicShare, IntentShare)),
                _ => Unit(Gaussian(_scales)),
            };
            query.CopyTo(asked, i * _dimensions);
        }

        return new VectorSet(_dimensions, vectors, asked);
    }

    private float[] Paraphrase(float[] intent)
    {
        float[] vector = Mix(intent, 1, ParaphraseShare);
        foreach ((int first, int second, float cosine, float sine) in _turns)
        {
            (vector[first], vector[second]) = ((cosine * vector[first]) - (sine * vector[second]), (sine * vector[first]) + (cosine * vector[second]));
        }

        return Unit(vector);
    }

    // A cosine of 0.9 to 1 with the entry.
    private float[] Near(ReadOnlySpan<float> entry)
    {
        float[] noise = Unit(Gaussian(_even));
        TensorPrimitives.MultiplyAdd(noise, 0.48f * _random.NextSingle(), entry, noise);
        return Unit(noise);
    }

    private float[] Mix(float[] parent, float parentShare, float ownShare)
    {
        float[] vector = Gaussian(_scales);
        TensorPrimitives.Multiply(vector, MathF.Sqrt(ownShare), vector);
        TensorPrimitives.MultiplyAdd(parent, MathF.Sqrt(parentShare), vector, vector);
        return vector;
    }

    private float[] Gaussian(float[] scales)
    {
        float[] vector = new float[_dimensions];
        for (int i = 0; i < _dimensions; i += 2)
        {
            float length = MathF.Sqrt(-2 * MathF.Log(1 - _random.NextSingle()));
            (float sine, float cosine) = MathF.SinCos(2 * MathF.PI * _random.NextSingle());
            vector[i] = length * cosine * scales[i];
            if (i + 1 < _dimensions)
            {
                vector[i + 1] = length * sine * scales[i + 1];
            }
        }

        return vector;
    }

    private IEnumerable<(int First, int Second, float Cosine, float Sine)> Turns()
    {
        int[] axes = [.. Enumerable.Range(0, _dimensions)];
        _random.Shuffle(axes);
        for (int i = 0; i + 1 < axes.Length; i += 2)
        {
            (float sine, float cosine) = MathF.SinCos(2 * MathF.PI * _random.NextSingle());
            yield return (axes[i], axes[i + 1], cosine, sine);
        }
    }

    private static float[] Unit(float[] vector)
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
