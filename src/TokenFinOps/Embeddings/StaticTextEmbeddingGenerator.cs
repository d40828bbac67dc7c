using System.Globalization;
using System.IO.Hashing;
using Microsoft.Extensions.AI;
using TokenFinOps.Embeddings.Tables;

namespace TokenFinOps.Embeddings;

/// <summary>
/// Embeds texts by a learned table of word vectors beside their lexical vector: still a bag of words, without a network, a few microseconds a sentence. Tables are made by the
/// evaluation program's <c>train-embedder</c>; the SDK ships none.
/// </summary>
/// <remarks>
/// <para>
/// The file, little-endian: <c>TFOTEXT1</c>; u16 dimensions D (even, 16 to 256), u16 lexical dimensions (a power of two, 64 to 1,024), u8 bucket bits b (8 to 16), u8 n-gram size
/// (3 to 6), u8 learned half's part of the cosine in percent, u8 weight of a known word's n-grams in percent, u32 words W (1 to 100,000); u8 length of the name and the name in
/// ASCII; W hashes of words (u32, rising), W weights (u8, parts of 255), W rows of D 4-bit numbers (value + 8, the first in the low half), W scales (binary16), 2ᵇ rows and scales of
/// n-gram buckets; XxHash64 of all before it. At most 4 MiB. Every size is checked before anything is read.
/// </para>
/// <para>The model id has the table's name and a hash of its file: vectors of two tables are never compared. Thread-safe.</para>
/// </remarks>
public sealed class StaticTextEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly StaticTextTable _table;
    private readonly EmbeddingGeneratorMetadata _metadata;

    private StaticTextEmbeddingGenerator(StaticTextTable table, ulong hash)
    {
        _table = table;
        ModelId = string.Create(CultureInfo.InvariantCulture, $"tokenfinops-table-{table.Name}-{hash:x16}");
        Dimensions = table.Dimensions + table.LexicalDimensions;
        _metadata = new EmbeddingGeneratorMetadata("tokenfinops", providerUri: null, ModelId, Dimensions);
    }

    /// <summary>Gets the model id: the table's name and a hash of its file.</summary>
    public string ModelId { get; }

    /// <summary>Gets the number of dimensions of every vector.</summary>
    public int Dimensions { get; }

    /// <summary>Loads a table.</summary>
    /// <param name="stream">The file; it is read to its end and left open.</param>
    /// <returns>The generator.</returns>
    /// <exception cref="InvalidDataException">The file is no table, is longer than 4 MiB, or was cut or changed. The message says what is wrong.</exception>
    public static StaticTextEmbeddingGenerator Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new byte[StaticTextTableFile.LargestFile + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> file = buffer.AsSpan(0, length);
        return new StaticTextEmbeddingGenerator(StaticTextTableFile.Read(file), XxHash64.HashToUInt64(file));
    }

    /// <summary>Writes the vector of a text. Allocates nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">Takes the vector, of length 1; zeroes when the text says nothing. Its length is <see cref="Dimensions"/>.</param>
    /// <returns>Whether the text says anything that could be compared.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public bool Embed(ReadOnlySpan<char> text, Span<float> destination) =>
        destination.Length == Dimensions
            ? StaticText.Read(text, destination, _table)
            : throw new ArgumentException($"The destination has room for {destination.Length} numbers; give it {Dimensions}.", nameof(destination));

    /// <summary>Embeds texts. Completes at once and costs nothing: its usage is 0 tokens.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">Its dimensions, if set, must be <see cref="Dimensions"/>.</param>
    /// <param name="cancellationToken">Cancels the work between two texts.</param>
    /// <returns>One vector for each text, in order; zeroes for one that says nothing.</returns>
    /// <exception cref="ArgumentException">Other dimensions are asked for, or a text is <see langword="null"/>.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != Dimensions)
        {
            throw new ArgumentException($"Embeddings of {dimensions} dimensions were asked for; {ModelId} has {Dimensions}.", nameof(options));
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
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: there is nothing to release.</summary>
    public void Dispose()
    {
    }
}
