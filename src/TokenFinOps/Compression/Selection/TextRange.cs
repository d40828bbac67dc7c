namespace TokenFinOps.Compression.Selection;

/// <summary>A part of a text, in UTF-16 code units.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends: the first position that is no longer in it.</param>
public readonly record struct TextRange(int Start, int End)
{
    /// <summary>Gets the number of UTF-16 code units.</summary>
    public int Length => End - Start;

    /// <summary>Gets the part.</summary>
    /// <param name="text">The whole text.</param>
    /// <returns>Its UTF-16 code units in the range.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The text is shorter.</exception>
    public ReadOnlySpan<char> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan(Start, Length);
    }

    /// <summary>Tells whether another range lies wholly in this one.</summary>
    /// <param name="other">The other range.</param>
    /// <returns><see langword="true"/> if it does.</returns>
    public bool Contains(TextRange other) => Start <= other.Start && other.End <= End;
}
