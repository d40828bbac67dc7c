using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>A compressed text, and what of the original it is made of. Immutable and thread-safe.</summary>
public sealed record LinguaResult
{
    /// <summary>Gets the text: the <see cref="Kept"/> parts of the original, one after the other. With <see cref="LinguaSelection.Upstream"/>, words put together anew.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the parts of the original that are in the text, in order.</summary>
    public required ImmutableArray<TextRange> Kept { get; init; }

    /// <summary>Gets the parts of the original that are not, in order.</summary>
    public required ImmutableArray<TextRange> Dropped { get; init; }

    /// <summary>Gets how many tokens the original has, in the target's tokenizer.</summary>
    public required long TokensBefore { get; init; }

    /// <summary>Gets how many tokens the text has.</summary>
    public required long TokensAfter { get; init; }

    /// <summary>Gets how many tokens were asked for at most.</summary>
    public required long TargetTokens { get; init; }

    /// <summary>Gets a value indicating whether the text is as short as was asked for. It is not where what is protected takes more, or a percentile is met on average only.</summary>
    public bool IsWithinTarget => TokensAfter <= TargetTokens;
}
