namespace TokenFinOps.Compression.Selection;

/// <summary>A text of which an <see cref="ExtractiveSelector"/> may keep a part.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="Text">The text. Anything is allowed, invalid UTF-16 too.</param>
/// <param name="Title">What the text is called, or <see langword="null"/>. It is written above what is kept of the text, and it counts against the budget.</param>
/// <param name="Kind">What the text is.</param>
public sealed record ContextSource(string Text, string? Title = null, SourceKind Kind = SourceKind.Auto)
{
    /// <summary>Gets the text.</summary>
    /// <exception cref="ArgumentNullException">The text is <see langword="null"/>.</exception>
    public string Text { get; } = Text ?? throw new ArgumentNullException(nameof(Text));
}
