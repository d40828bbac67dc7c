using Microsoft.ML.Tokenizers;

namespace TokenFinOps.Onnx.Ranking;

/// <summary>Settings of a <see cref="PerplexityRanker"/>. Immutable and thread-safe.</summary>
public sealed record PerplexityRankerOptions
{
    /// <summary>Gets the path of the model: a causal language model without a cache of earlier tokens, as ONNX.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Gets the tokenizer that the model was trained with; for GPT-2 <c>BpeTokenizer</c> or <c>CodeGenTokenizer</c> of its <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>Gets what is added to the question. The default is the sentence of LongLLMLingua.</summary>
    public string Suffix { get; init; } = " We can get the answer to this question in the given documents.";

    /// <summary>Gets how many tokens the model sees at once; of longer documents it sees the beginning. The default is 1,024, that of GPT-2.</summary>
    public int MaxSequenceLength { get; init; } = 1_024;

    /// <summary>Gets how many documents the model sees together. The default is 1: the model's output takes 200 MB a document at full length with GPT-2's vocabulary.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Gets how many threads a run uses; 0, the default, is ONNX Runtime's choice.</summary>
    public int Threads { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Tokenizer);
        ArgumentNullException.ThrowIfNull(Suffix);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSequenceLength, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
    }
}
