using System.Globalization;
using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Embeddings;

/// <summary>
/// Takes what all questions of an application have in common out of their vectors: the mean of a sample of them. In a narrow domain this tells questions apart better (Mu,
/// Viswanath, All-but-the-Top, 2018, its first step).
/// </summary>
/// <remarks>
/// Fitted once on the application's own questions, unlabelled, and frozen: the model id of its vectors is that of the inner embedder with a hash of the mean, so that vectors of
/// two fits are never compared. Keep <see cref="Mean"/> to have the same fit in another process. Similarities are lower than the inner embedder's: calibrate anew. Thread-safe.
/// </remarks>
public sealed class MeanCentredEmbeddingGenerator : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    private const int FewestTexts = 50;

    private readonly float[] _mean;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Initializes a new instance of the <see cref="MeanCentredEmbeddingGenerator"/> class with a mean that was found before.</summary>
    /// <param name="innerGenerator">The embedder; disposed with this one.</param>
    /// <param name="mean">The mean of its vectors, each of length 1, as <see cref="Mean"/> had it.</param>
    /// <exception cref="ArgumentException">The mean is empty or has a number that is not finite.</exception>
    public MeanCentredEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> innerGenerator, ReadOnlyMemory<float> mean)
        : base(innerGenerator)
    {
        if (mean.IsEmpty || !float.IsFinite(TensorPrimitives.Norm(mean.Span)))
        {
            throw new ArgumentException("The mean is empty or not finite; take it from Mean of a fitted generator.", nameof(mean));
        }

        _mean = mean.ToArray();
        EmbeddingGeneratorMetadata? inner = innerGenerator.GetService<EmbeddingGeneratorMetadata>();
        string hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(_mean.AsSpan())).ToString("x16", CultureInfo.InvariantCulture);
        _metadata = new EmbeddingGeneratorMetadata(inner?.ProviderName, inner?.ProviderUri, $"{inner?.DefaultModelId ?? "unnamed"}+centred-{hash}", _mean.Length);
    }

    /// <summary>Gets the mean that is taken out.</summary>
    public ReadOnlyMemory<float> Mean => _mean;

    /// <summary>Embeds a sample of the application's own questions, finds their mean and freezes it.</summary>
    /// <param name="innerGenerator">The embedder; disposed with the result.</param>
    /// <param name="texts">The questions, unlabelled: 50 at least, better 3,000. Those that say nothing are left out.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The fitted generator.</returns>
    /// <exception cref="ArgumentException">There are fewer than 50 questions that say anything.</exception>
    public static async Task<MeanCentredEmbeddingGenerator> FitAsync(
        IEmbeddingGenerator<string, Embedding<float>> innerGenerator, IEnumerable<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(innerGenerator);
        ArgumentNullException.ThrowIfNull(texts);
        GeneratedEmbeddings<Embedding<float>> embeddings = await innerGenerator.GenerateAsync(texts, cancellationToken: cancellationToken).ConfigureAwait(false);
        float[][] units = UnitVectors.Of([.. embeddings.Select(static embedding => embedding.Vector)], nameof(texts));
        if (units.Length < FewestTexts)
        {
            throw new ArgumentException($"There are {units.Length} questions that say anything; a mean needs {FewestTexts}, better 3,000.", nameof(texts));
        }

        var mean = new float[units[0].Length];
        foreach (float[] unit in units)
        {
            TensorPrimitives.Add(mean, unit, mean);
        }

        TensorPrimitives.Divide(mean, units.Length, mean);
        return new MeanCentredEmbeddingGenerator(innerGenerator, mean);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The inner embedder gives vectors of other dimensions than the mean has.</exception>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        GeneratedEmbeddings<Embedding<float>> inner = await InnerGenerator.GenerateAsync(values, options, cancellationToken).ConfigureAwait(false);
        return new GeneratedEmbeddings<Embedding<float>>(inner.Select(Centred)) { Usage = inner.Usage, AdditionalProperties = inner.AdditionalProperties };
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : base.GetService(serviceType, serviceKey);

    private Embedding<float> Centred(Embedding<float> embedding)
    {
        if (embedding.Vector.Length != _mean.Length)
        {
            throw new InvalidOperationException($"The embedder gave a vector of {embedding.Vector.Length} dimensions; the mean has {_mean.Length}. Fit it anew for this embedder.");
        }

        var vector = new float[_mean.Length];
        float norm = TensorPrimitives.Norm(embedding.Vector.Span);
        if (norm > 0)
        {
            TensorPrimitives.Divide(embedding.Vector.Span, norm, vector);
            TensorPrimitives.Subtract(vector, _mean, vector);
            float centred = TensorPrimitives.Norm<float>(vector);
            TensorPrimitives.Divide(vector, centred > 0 ? centred : 1, vector);
        }

        return new Embedding<float>(vector) { ModelId = _metadata.DefaultModelId, CreatedAt = embedding.CreatedAt, AdditionalProperties = embedding.AdditionalProperties };
    }
}
