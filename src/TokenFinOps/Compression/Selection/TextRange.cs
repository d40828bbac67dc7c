namespace TokenFinOps.Compression.Selection;

/// <summary>A part of a text, in UTF-16 code units.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends: the first position that is no longer in it.</param>
public readonly record struct TextRange(int Start, int End)
{
    /// <summary>Gets the number of UTF-16 code units.</summary>
    public int Length => End - Start;

    /// <summary>Tells whether another range lies wholly in this one.</summary>
    /// <param name="other">The other range.</param>
    /// <returns><see langword="true"/> if it does.</returns>
    public bool Contains(TextRange other) => Start <= other.Start && other.End <= End;
}
