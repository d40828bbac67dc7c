using System.Collections.Immutable;
using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Settings of a <see cref="LinguaCompressor"/>. Immutable and thread-safe.</summary>
public sealed record LinguaOptions
{
    internal const int MostForceTokens = 100;

    /// <summary>Gets the path of the model: a token classification of two labels, drop and keep, as ONNX.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Gets the tokenizer that the model was trained with.</summary>
    public required OnnxTokenizer Tokenizer { get; init; }

    /// <summary>Gets how words are chosen. The default is <see cref="LinguaSelection.ExactBudget"/>.</summary>
    public LinguaSelection Selection { get; init; }

    /// <summary>
    /// Gets what stays in any case. The default is all. With <see cref="LinguaSelection.Upstream"/> only <see cref="LinguaProtection.Numbers"/> counts, and means what
    /// <c>force_reserve_digit</c> does there: pieces with a digit raise the probability of their word.
    /// </summary>
    public LinguaProtection Protect { get; init; } = LinguaProtection.All;

    /// <summary>Gets texts that stay wherever they occur, as they are written, at most 100; e.g. a line break. The default is none.</summary>
    public ImmutableArray<string> ForceTokens { get; init; } = [];

    /// <summary>Gets a value indicating whether a force token is dropped when nothing is left between it and one like it. The default is <see langword="false"/>.</summary>
    public bool DropConsecutive { get; init; }

    /// <summary>Gets the pieces after which a long text is preferably cut into chunks. The default is the full stop and the line break.</summary>
    public ImmutableArray<string> ChunkEnds { get; init; } = [".", "\n"];

    /// <summary>Gets how many pieces the model sees at once, its two marks included. The default is 512.</summary>
    public int MaxSequenceLength { get; init; } = 512;

    /// <summary>Gets how many chunks the model sees together. The default is 8.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Gets how many threads a run uses; 0, the default, is ONNX Runtime's choice.</summary>
    public int Threads { get; init; }

    /// <summary>Gets the model that the text is for, by which its tokens are counted; <see langword="null"/>, the default, is an unknown one.</summary>
    public string? TargetModel { get; init; }

    internal bool IsUpstream => Selection == LinguaSelection.Upstream;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Tokenizer);
        if (!Enum.IsDefined(Selection))
        {
            throw new ArgumentOutOfRangeException(nameof(Selection), Selection, "Not a selection; use a named member of LinguaSelection.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSequenceLength, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        if (ForceTokens.IsDefault || ForceTokens.Length > MostForceTokens || ForceTokens.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException($"ForceTokens takes up to {MostForceTokens} texts, none of them empty.", nameof(ForceTokens));
        }

        if (ChunkEnds.IsDefault)
        {
            throw new ArgumentException("ChunkEnds is not set; leave it out for the full stop and the line break, or use [].", nameof(ChunkEnds));
        }
    }
}
