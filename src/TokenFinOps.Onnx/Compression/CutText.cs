using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>What is left of a text.</summary>
/// <param name="Text">The shorter text.</param>
/// <param name="Kept">The parts of the original that it is made of.</param>
internal readonly record struct CutText(string Text, ImmutableArray<TextRange> Kept)
{
    public static CutText Nothing => new(string.Empty, []);

    public static CutText Whole(string text) => new(text, text.Length == 0 ? [] : [new TextRange(0, text.Length)]);
}
