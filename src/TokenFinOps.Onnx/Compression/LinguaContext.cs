using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>What is left of one of several texts. Immutable and thread-safe.</summary>
public sealed record LinguaContext
{
    /// <summary>Gets the text: the <see cref="Kept"/> parts of the original, one after the other. With <see cref="LinguaSelection.Upstream"/>, words put together anew.</summary>
    /// <value>Empty when nothing of it is left.</value>
    public required string Text { get; init; }

    /// <summary>Gets the parts of the original that are in the text, in order.</summary>
    public required ImmutableArray<TextRange> Kept { get; init; }

    /// <summary>Gets the parts of the original that are not, in order.</summary>
    public required ImmutableArray<TextRange> Dropped { get; init; }

    /// <summary>Gets how likely its words are to be kept, 0 to 1, on average over them: by this texts are ranked. What is forced does not count.</summary>
    /// <value><see langword="null"/> where the model was not asked, because all texts together are short enough.</value>
    public required double? Probability { get; init; }

    /// <summary>Gets a value indicating whether it was left out as a whole for its <see cref="Probability"/>, what is protected in it included.</summary>
    public required bool IsLeftOut { get; init; }
}
