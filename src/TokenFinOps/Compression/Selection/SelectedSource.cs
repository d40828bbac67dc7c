namespace TokenFinOps.Compression.Selection;

/// <summary>What is left of one source.</summary>
/// <remarks>
/// <see cref="Kept"/> and <see cref="Dropped"/> together cover the original text and do not overlap. Immutable and thread-safe.
/// </remarks>
public sealed record SelectedSource
{
    internal SelectedSource(ContextSource source, string text, IReadOnlyList<TextRange> kept, IReadOnlyList<DroppedRange> dropped) =>
        (Source, Text, Kept, Dropped) = (source, text, kept, dropped);

    /// <summary>Gets the source as it was given.</summary>
    public ContextSource Source { get; }

    /// <summary>Gets the kept text: parts of the original, letter for letter and in their order, with marks of omission between them if those were asked for. The title is not in it.</summary>
    /// <value>Empty when nothing was kept.</value>
    public string Text { get; }

    /// <summary>Gets the parts of the original text that were kept, in order.</summary>
    public IReadOnlyList<TextRange> Kept { get; }

    /// <summary>Gets the parts of the original text that were left out, in order.</summary>
    public IReadOnlyList<DroppedRange> Dropped { get; }

    /// <summary>Gets a value indicating whether the source came through whole.</summary>
    public bool IsUnchanged => Dropped.Count == 0;
}
