using Microsoft.Extensions.AI;

namespace TokenFinOps.Embeddings;

/// <summary>
/// Finds from which similarity on two questions are worth comparing. Similarities of different embedders are different scales: a threshold belongs to an embedder, by its model id,
/// and is never carried over.
/// </summary>
/// <remarks>
/// A threshold bounds hits between <i>unrelated</i> questions: with N entries, a question's nearest one is unrelated and above it in about N × rate of lookups. It does not bound
/// hits between questions that look alike and mean different things; the guard and the acceptance policy do.
/// </remarks>
public static class EmbedderCalibration
{
    /// <summary>The share of pairs of unrelated questions that a recommended threshold lets pass: one in a hundred thousand.</summary>
    public const double DefaultPairRate = 1e-5;

    /// <summary>The similarity from which on vectors of <see cref="LexicalEmbeddingGenerator"/> are worth comparing: 0.9.</summary>
    /// <remarks>
    /// One pair in 100,000 of random Quora questions reaches 0.82; of pairs of different intents in Banking77, CLINC150 and HWU64 fewer than one in 20,000 reaches 0.9. In a narrow
    /// domain, whose questions share their words, calibrate with the application's own: the same rate may need 0.95. See the suite <c>embedder</c> of the evaluation program.
    /// </remarks>
    public const float LexicalThreshold = 0.9f;

    private const int MostTexts = 3_000;
    private const int FewestTexts = 50;

    /// <summary>Gets the recommended threshold of an embedder.</summary>
    /// <param name="modelId">Its model id, as in its <see cref="EmbeddingGeneratorMetadata"/> or on its vectors.</param>
    /// <returns>The threshold, or <see langword="null"/> when the embedder is unknown: calibrate it with the application's own questions.</returns>
    public static float? RecommendedThreshold(string? modelId) => modelId == LexicalEmbeddingGenerator.ModelId ? LexicalThreshold : null;

    /// <summary>Embeds the application's own questions and finds the threshold that <paramref name="pairRate"/> of their pairs reach.</summary>
    /// <param name="generator">The embedder.</param>
    /// <param name="texts">The questions, unlabelled; equal ones count once, and 3,000 are enough: more are thinned out evenly.</param>
    /// <param name="pairRate">The share of pairs that may reach the threshold, above 0 and below 0.5. The default is <see cref="DefaultPairRate"/>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The threshold.</returns>
    /// <exception cref="ArgumentException">There are fewer than 50 different questions that say anything.</exception>
    public static async Task<CalibratedThreshold> CalibrateAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, IEnumerable<string> texts, double pairRate = DefaultPairRate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(texts);
        string[] sample = Thinned([.. texts.Distinct(StringComparer.OrdinalIgnoreCase)]);
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(sample, cancellationToken: cancellationToken).ConfigureAwait(false);
        return Calibrate([.. embeddings.Select(static embedding => embedding.Vector)], pairRate);
    }

    /// <summary>Finds the threshold that <paramref name="pairRate"/> of the pairs of vectors reach.</summary>
    /// <param name="vectors">Vectors of different questions of the application; those of zeroes are left out, and more than 3,000 are thinned out evenly.</param>
    /// <param name="pairRate">The share of pairs that may reach the threshold, above 0 and below 0.5. The default is <see cref="DefaultPairRate"/>.</param>
    /// <returns>The threshold. Questions among them that mean the same raise it, which is the safe side.</returns>
    /// <exception cref="ArgumentException">There are fewer than 50 vectors that are not zero, or their lengths differ.</exception>
    public static CalibratedThreshold Calibrate(IReadOnlyList<ReadOnlyMemory<float>> vectors, double pairRate = DefaultPairRate)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (!(pairRate > 0 && pairRate < 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(pairRate), pairRate, "The share of pairs lies above 0 and below 0.5, e.g. 0.00001.");
        }

        float[][] units = UnitVectors.Of(vectors, nameof(vectors));
        if (units.Length < FewestTexts)
        {
            throw new ArgumentException($"There are {units.Length} vectors of questions that say anything; a threshold needs {FewestTexts}, better 1,000.", nameof(vectors));
        }

        return PairTail.Threshold(Thinned(units), pairRate);
    }

    private static T[] Thinned<T>(T[] all) =>
        all.Length <= MostTexts ? all : [.. Enumerable.Range(0, MostTexts).Select(at => all[(int)((long)at * all.Length / MostTexts)])];
}
