using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using TokenFinOps.Onnx.Models;

namespace TokenFinOps.Onnx.Embeddings;

/// <summary>Makes vectors of texts with a sentence model: the mean of what the model gives for the pieces of a text, of length 1.</summary>
/// <remarks>A model whose output is a vector a text, <c>sentence_embedding</c>, has its own mean, and that is taken. Thread-safe.</remarks>
public sealed class OnnxEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string Remedy = "Export it with optimum-cli and --task feature-extraction.";

    private readonly OnnxEmbeddingOptions _options;
    private readonly OnnxModel _model;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Initializes a new instance of the <see cref="OnnxEmbeddingGenerator"/> class, and loads the model.</summary>
    /// <param name="options">The model's files and settings.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the model does not fit: other inputs or outputs, another vocabulary.</exception>
    /// <exception cref="FileNotFoundException">There is no model at the path.</exception>
    public OnnxEmbeddingGenerator(OnnxEmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _model = new OnnxModel(options.ModelPath, ["sentence_embedding", "last_hidden_state", "token_embeddings"], options.Threads, Remedy);
        try
        {
            if (_model.OutputShape.Count is not (2 or 3))
            {
                throw new ArgumentException($"The output of '{options.ModelPath}' has {_model.OutputShape.Count} dimensions; [batch, sequence, size] or [batch, size] is needed. {Remedy}", nameof(options));
            }

            _model.CheckVocabulary(options.Tokenizer.HighestId, options.Tokenizer.Name);
        }
        catch
        {
            _model.Dispose();
            throw;
        }

        _metadata = new EmbeddingGeneratorMetadata("onnx", null, options.ModelId ?? _model.Name, _model.OutputShape[^1] is > 0 and var size ? size : null);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The options ask for another number of dimensions than the model has.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        return options?.Dimensions is { } asked && _metadata.DefaultModelDimensions is { } size && asked != size
            ? throw new ArgumentException($"{asked} dimensions were asked for; the model '{_metadata.DefaultModelId}' has {size}. Leave Dimensions out.", nameof(options))
            : Task.Run(() => Generate(texts, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Releases the model.</summary>
    public void Dispose() => _model.Dispose();

    private GeneratedEmbeddings<Embedding<float>> Generate(string[] texts, CancellationToken cancellationToken)
    {
        IReadOnlyList<int[]> sequences = [.. texts.Select(SequenceOf)];
        var vectors = new Embedding<float>[texts.Length];
        foreach (int[] places in TokenBatch.Plan(sequences, _options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[][] batch = _model.Run(new TokenBatch([.. places.Select(place => sequences[place])], _options.Tokenizer.PaddingId), output => VectorsIn(output, places, sequences));
            for (int i = 0; i < places.Length; i++)
            {
                vectors[places[i]] = new Embedding<float>(batch[i]) { ModelId = _metadata.DefaultModelId };
            }
        }

        long tokens = sequences.Sum(static sequence => (long)sequence.Length);
        return new GeneratedEmbeddings<Embedding<float>>(vectors) { Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens } };
    }

    private int[] SequenceOf(string text) =>
        _options.Tokenizer.Frame(_options.Tokenizer.Encode(_options.Prefix + text).Take(_options.MaxSequenceLength - 2).Select(static piece => piece.Id));

    private float[][] VectorsIn(BatchOutput output, int[] places, IReadOnlyList<int[]> sequences)
    {
        var vectors = new float[places.Length][];
        for (int row = 0; row < places.Length; row++)
        {
            float[] vector = output.Rank == 2 ? output.Of(row).ToArray() : MeanOf(output, row, sequences[places[row]].Length);
            float length = TensorPrimitives.Norm(vector);
            if (_options.Normalize && length > 0)
            {
                TensorPrimitives.Divide(vector, length, vector);
            }

            vectors[row] = vector;
        }

        return vectors;
    }

    private static float[] MeanOf(BatchOutput output, int row, int pieces)
    {
        var mean = new float[output.Size];
        for (int i = 0; i < pieces; i++)
        {
            TensorPrimitives.Add(mean, output.Of(row, i), mean);
        }

        TensorPrimitives.Divide(mean, pieces, mean);
        return mean;
    }
}
