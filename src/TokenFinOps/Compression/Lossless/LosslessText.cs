namespace TokenFinOps.Compression.Lossless;

/// <summary>A text in its shortest form that says the same.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Form">What was done.</param>
internal readonly record struct LosslessText(string Text, long Tokens, LosslessForm Form)
{
    /// <summary>Gets why nothing was done although the text looked as if something could be, or <see langword="null"/>.</summary>
    public string? Reason { get; init; }
}
