namespace TokenFinOps.Onnx.Compression;

/// <summary>A part of a text, in UTF-16 characters.</summary>
/// <param name="Start">The first character.</param>
/// <param name="End">The first one after it.</param>
public readonly record struct TextRange(int Start, int End)
{
    /// <summary>Gets how many characters there are.</summary>
    public int Length => End - Start;

    /// <summary>Gets the part.</summary>
    /// <param name="text">The whole text.</param>
    /// <returns>The characters.</returns>
    public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, Length);
}
