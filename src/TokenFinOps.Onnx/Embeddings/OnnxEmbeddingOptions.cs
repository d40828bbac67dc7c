using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Embeddings;

/// <summary>Settings of an <see cref="OnnxEmbeddingGenerator"/>. Immutable and thread-safe.</summary>
public sealed record OnnxEmbeddingOptions
{
    /// <summary>Gets the path of the model: feature extraction, as ONNX.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Gets the tokenizer that the model was trained with.</summary>
    public required OnnxTokenizer Tokenizer { get; init; }

    /// <summary>Gets the model's name in metadata and in the ledger; <see langword="null"/>, the default, is the file's.</summary>
    public string? ModelId { get; init; }

    /// <summary>Gets what is put before every text, as some models were trained with; e.g. <c>query: </c>. The default is nothing.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Gets a value indicating whether vectors have length 1. The default is <see langword="true"/>.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Gets how many pieces the model sees, its two marks included; of longer texts it sees the beginning. The default is 512.</summary>
    public int MaxSequenceLength { get; init; } = 512;

    /// <summary>Gets how many texts the model sees together. The default is 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Gets how many threads a run uses; 0, the default, is ONNX Runtime's choice.</summary>
    public int Threads { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Tokenizer);
        ArgumentNullException.ThrowIfNull(Prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSequenceLength, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
    }
}
