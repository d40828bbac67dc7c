namespace TokenFinOps.Onnx.Compression;

/// <summary>A text and its words.</summary>
/// <param name="Text">The text.</param>
/// <param name="Words">Its words, in order.</param>
internal sealed record ContextWords(string Text, IReadOnlyList<LinguaWord> Words)
{
    /// <summary>Gets how likely its words are to be kept, on average and before anything was forced; 0 without words.</summary>
    public double Probability { get; } = Words.Select(static word => word.Unforced).DefaultIfEmpty().Average();
}
