using Microsoft.Extensions.AI;

namespace TokenFinOps.Embeddings;

/// <summary>
/// Embeds texts by their words: no model, no download, no native code, a few microseconds a sentence. <b>Lexical, not semantic</b>: it knows that two texts share words, parts of
/// words and a few hundred English synonyms; it does not know what they mean.
/// </summary>
/// <remarks>
/// <para>
/// Every word adds a sparse, signed, hashed pattern of its stem, its group of synonyms and its character 3- to 5-grams (Weinberger et al., Feature Hashing, 2009; Bojanowski et
/// al., Enriching Word Vectors with Subword Information, 2017), weighted by a hand-written table of how much common English words say. <c>C</c>, <c>C++</c>, <c>C#</c>,
/// <c>.NET</c> and operators are words of their own; scripts without spaces are read by characters and pairs of them. Stop words, stems and synonyms are English; other
/// languages are matched by their words and spelling alone.
/// </para>
/// <para>
/// The order of words does not count, so neither does who does what to whom: compare texts with <c>ParaphraseGuard</c> before one's answer is given to
/// the other. A text that says nothing (empty, punctuation, or stop words alone) has a vector of zeroes, whose cosine with everything is 0.
/// </para>
/// <para>
/// The vector of a text is the same in every process and on every platform up to rounding, and changes only with <see cref="ModelId"/>. Replace it by any other
/// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> where paraphrases in other words have to be found. Thread-safe; nothing is held.
/// </para>
/// </remarks>
public sealed class LexicalEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>The model id: vectors of different ids must never be compared.</summary>
    public const string ModelId = "tokenfinops-lexical-1";

    /// <summary>The number of dimensions of every vector.</summary>
    public const int Dimensions = 512;

    private static readonly EmbeddingGeneratorMetadata Metadata = new("tokenfinops", providerUri: null, ModelId, Dimensions);

    /// <summary>Writes the vector of a text. Allocates nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">Takes the vector, of length 1; zeroes when the text says nothing. Its length is <see cref="Dimensions"/>.</param>
    /// <returns>Whether the text says anything that could be compared.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public static bool Embed(ReadOnlySpan<char> text, Span<float> destination) =>
        destination.Length == Dimensions
            ? LexicalText.Read(text, destination, LexicalWeights.Default)
            : throw new ArgumentException($"The destination has room for {destination.Length} numbers; give it {Dimensions}.", nameof(destination));

    /// <summary>Embeds texts. Completes at once and costs nothing: its usage is 0 tokens.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">Its dimensions, if set, must be <see cref="Dimensions"/>, and its model <see cref="ModelId"/>.</param>
    /// <param name="cancellationToken">Cancels the work between two texts.</param>
    /// <returns>One vector for each text, in order; zeroes for one that says nothing.</returns>
    /// <exception cref="ArgumentException">Other dimensions or another model are asked for, or a text is <see langword="null"/>.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != Dimensions)
        {
            throw new ArgumentException($"Embeddings of {dimensions} dimensions were asked for; {ModelId} has {Dimensions}.", nameof(options));
        }

        if (options?.ModelId is { } model && model != ModelId)
        {
            throw new ArgumentException($"The model '{model}' was asked for; this generator is {ModelId}.", nameof(options));
        }

        var embeddings = new GeneratedEmbeddings<Embedding<float>> { Usage = new UsageDetails { InputTokenCount = 0, TotalTokenCount = 0 } };
        foreach (string text in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var vector = new float[Dimensions];
            Embed(text ?? throw new ArgumentException("A text is null; leave it out.", nameof(values)), vector);
            embeddings.Add(new Embedding<float>(vector) { ModelId = ModelId });
        }

        return Task.FromResult(embeddings);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: there is nothing to release.</summary>
    public void Dispose()
    {
    }
}
